/** A behaviour out of a control request: the same things a magic recipient can do. */
import type { Behaviour, StatusStep } from '../behaviours/behaviour.ts'
import {
  list,
  number,
  oneOf,
  optionalBoolean,
  optionalPart,
  optionalText,
  text,
  type JsonPart,
} from '../graph/json-part.ts'
import { ControlError, count, rejectUnknownKeys } from './control-request.ts'

export const behaviourKeys = [
  'refuse',
  'raw',
  'connection',
  'answerDelayMs',
  'dripMs',
  'messageStatus',
  'statuses',
  'statusFirst',
  'code',
]

const statusNames = ['sent', 'delivered', 'read', 'played', 'failed'] as const

/** Reads `{ refuse: { code } }` (or short `{ code }`), `raw`, `connection`, delays and statuses. */
export function readBehaviour(body: JsonPart): Behaviour {
  const refusal =
    body.value['code'] === undefined
      ? optionalPart(body, 'refuse')
      : { path: '', value: { code: body.value['code'] } }
  const raw = optionalPart(body, 'raw')
  const statusFirst = optionalBoolean(body, 'statusFirst')
  return {
    ...(refusal && { refuse: readRefusal(refusal) }),
    ...(raw && { raw: readRaw(raw) }),
    ...(body.value['connection'] !== undefined && {
      connection: oneOf(body, 'connection', ['reset_before_accept', 'response_lost']),
    }),
    ...(body.value['answerDelayMs'] !== undefined && {
      answerDelayMs: count(body, 'answerDelayMs', { min: 0, fallback: 0 }),
    }),
    ...(body.value['dripMs'] !== undefined && { dripMs: count(body, 'dripMs', { min: 0, fallback: 0 }) }),
    ...(body.value['messageStatus'] !== undefined && {
      messageStatus: oneOf(body, 'messageStatus', ['accepted', 'held_for_quality_assessment', 'paused']),
    }),
    ...(body.value['statuses'] !== undefined && {
      statuses: list(body, 'statuses', { min: 0, max: 100 }).map(readStep),
    }),
    ...(statusFirst !== undefined && { statusFirst }),
  }
}

/** One status: `{ status, code?, details?, repeat?, waitMs? }`. */
export function readStep(step: JsonPart): StatusStep {
  const status = oneOf(step, 'status', statusNames)
  const code = step.value['code'] === undefined ? undefined : number(step, 'code')
  if (code !== undefined && status !== 'failed')
    throw new ControlError(`${step.path}.code belongs to a failed status only.`)
  const details = optionalText(step, 'details')
  return {
    status,
    ...(code !== undefined && { code }),
    ...(details !== undefined && { details }),
    repeat: count(step, 'repeat', { min: 0, fallback: 0 }),
    waitMs: count(step, 'waitMs', { min: 0, fallback: 0 }),
  }
}

const refusalNumbers = ['subcode', 'httpStatus', 'retryAfterSeconds', 'regainAccessMinutes'] as const

function readRefusal(refusal: JsonPart): NonNullable<Behaviour['refuse']> {
  rejectUnknownKeys(refusal, ['code', 'details', 'transient', ...refusalNumbers])
  const details = optionalText(refusal, 'details')
  const transient = optionalBoolean(refusal, 'transient')
  const given = refusalNumbers.filter((key) => refusal.value[key] !== undefined)
  return {
    code: number(refusal, 'code'),
    ...(details !== undefined && { details }),
    ...(transient !== undefined && { transient }),
    ...Object.fromEntries(given.map((key) => [key, count(refusal, key, { min: 0, fallback: 0 })])),
  }
}

function readRaw(raw: JsonPart): NonNullable<Behaviour['raw']> {
  rejectUnknownKeys(raw, ['httpStatus', 'contentType', 'body', 'retryAfterSeconds'])
  const retryAfterSeconds =
    raw.value['retryAfterSeconds'] === undefined ? undefined : number(raw, 'retryAfterSeconds')
  return {
    httpStatus: count(raw, 'httpStatus', { min: 200, fallback: 502 }),
    contentType: optionalText(raw, 'contentType') ?? 'text/html',
    body:
      raw.value['body'] === undefined
        ? '<html><body>Bad gateway</body></html>\n'
        : text(raw, 'body', { min: 0 }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  }
}
