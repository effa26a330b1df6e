/** A change of the settings: only known names, only values of the right kind. */
import { toPart, oneOf, optionalBoolean, optionalPart, type JsonPart } from '../graph/json-part.ts'
import type { Settings } from '../settings.ts'
import { ControlError, count, rejectUnknownKeys } from './control-request.ts'

/** The settings with the changes laid over them; nothing is changed when one is wrong. */
export function changedSettings(current: Settings, body: JsonPart): Settings {
  rejectUnknownKeys(body, Object.keys(current))
  const { value } = body
  const flag = (key: 'pairLimit' | 'disableMarketingOnCloudApi' | 'requireAppSecretProof') =>
    optionalBoolean(body, key) ?? current[key]
  const limit = (key: 'messagesPerSecond' | 'managementCallsPerHour') =>
    value[key] === null
      ? null
      : value[key] === undefined
        ? current[key]
        : count(body, key, { min: 1, fallback: 1 })
  return {
    statusDelayMs: count(body, 'statusDelayMs', { min: 0, fallback: current.statusDelayMs }),
    webhookVersion: optionalOneOf(body, 'webhookVersion', ['v23', 'v24']) ?? current.webhookVersion,
    windows: optionalOneOf(body, 'windows', ['open', 'enforce', 'enforce_by_webhook']) ?? current.windows,
    identity:
      optionalOneOf(body, 'identity', ['phone', 'username_with_phone', 'username_only', 'parent_bsuid']) ??
      current.identity,
    plusless: optionalOneOf(body, 'plusless', ['international', 'own_country']) ?? current.plusless,
    webhookWamids:
      optionalOneOf(body, 'webhookWamids', ['as_answered', 'user_scoped']) ?? current.webhookWamids,
    allowList: value['allowList'] === undefined ? current.allowList : allowList(value['allowList']),
    pairLimit: flag('pairLimit'),
    messagesPerSecond: limit('messagesPerSecond'),
    managementCallsPerHour: limit('managementCallsPerHour'),
    disableMarketingOnCloudApi: flag('disableMarketingOnCloudApi'),
    requireAppSecretProof: flag('requireAppSecretProof'),
    delivery: changedDelivery(current.delivery, optionalPart(body, 'delivery') ?? toPart({}, 'delivery')),
  }
}

function changedDelivery(current: Settings['delivery'], body: JsonPart): Settings['delivery'] {
  rejectUnknownKeys(body, Object.keys(current))
  const batch = count(body, 'batch', { min: 1, fallback: current.batch })
  if (batch > 1000) throw new ControlError('delivery.batch: Meta puts at most 1000 updates into one POST.')
  return {
    batch,
    layout: optionalOneOf(body, 'layout', ['changes', 'entries', 'merged']) ?? current.layout,
    gatherMs: count(body, 'gatherMs', { min: 0, fallback: current.gatherMs }),
    duplicates: count(body, 'duplicates', { min: 0, fallback: current.duplicates }),
    reorder: optionalOneOf(body, 'reorder', ['none', 'reverse', 'shuffle']) ?? current.reorder,
    concurrency: count(body, 'concurrency', { min: 1, fallback: current.concurrency }),
    compression: count(body, 'compression', { min: 1, fallback: current.compression }),
  }
}

function optionalOneOf<Word extends string>(
  body: JsonPart,
  key: string,
  words: readonly Word[],
): Word | undefined {
  return body.value[key] === undefined ? undefined : oneOf(body, key, words)
}

function allowList(value: unknown): string[] | null {
  if (value === null) return null
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value
  throw new ControlError('allowList must be null (all numbers) or a list of phone numbers.')
}
