/** Tokens, numbers, settings and the clock. */
import type { Hono } from 'hono'
import { newAccessToken, unixSeconds, type AccessToken } from '../account/access-token.ts'
import { newPhoneNumber } from '../account/phone-number.ts'
import { number, oneOf, optionalText, text, type JsonPart } from '../graph/json-part.ts'
import { defaultTemplates } from '../templates/default-templates.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { ControlError, count, rejectUnknownKeys, readControl } from './control-request.ts'
import { changedSettings } from './read-settings.ts'

export function accountRoutes(app: Hono, simulator: SimulatorContext): void {
  app.post('/_simulator/settings', async (c) => {
    simulator.state.settings = changedSettings(simulator.state.settings, await readControl(c))
    return c.json(simulator.state.settings)
  })
  app.post('/_simulator/clock', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, ['advanceSeconds'])
    const seconds = number(body, 'advanceSeconds')
    if (seconds < 0)
      throw new ControlError(
        'advanceSeconds may not be negative: time only moves forward. POST /_simulator/reset restores the start time.',
      )
    simulator.clock.advance(seconds)
    return c.json({ now: simulator.clock.now().toISOString() })
  })
  app.post('/_simulator/token', async (c) => c.json(shownToken(changeToken(simulator, await readControl(c)))))
  app.post('/_simulator/phone-numbers', async (c) => c.json(changePhone(simulator, await readControl(c))))
}

const tokenKeys = ['token', 'action', 'subcode', 'expiresInSeconds', 'scopes', 'wabaIds', 'type']

/** `add`, `kill` (190 with a subcode), `expire` (now or in some seconds) or `revive` a token; default is the first one. */
function changeToken(simulator: SimulatorContext, body: JsonPart): AccessToken {
  rejectUnknownKeys(body, tokenKeys)
  const now = simulator.clock.now()
  const name = optionalText(body, 'token') ?? simulator.config.accessToken
  const action = oneOf(body, 'action', ['add', 'kill', 'expire', 'revive'])
  if (action === 'add') {
    const wabaIds = strings(body, 'wabaIds') ?? [simulator.config.wabaId]
    simulator.state.tokens.set(name, newAccessToken(name, wabaIds, { appId: simulator.config.appId, now }))
  }
  const token = simulator.state.tokens.get(name)
  if (!token) throw new ControlError('There is no such token: add it first.')
  const scopes = strings(body, 'scopes')
  if (scopes) {
    token.scopes = scopes
    token.granularScopes = token.granularScopes.filter(({ scope }) => scopes.includes(scope))
  }
  if (body.value['type'] !== undefined) token.type = oneOf(body, 'type', ['SYSTEM_USER', 'USER', 'APP'])
  if (body.value['expiresInSeconds'] !== undefined || action === 'expire') {
    token.expiresAt = unixSeconds(now) + count(body, 'expiresInSeconds', { min: 0, fallback: 0 })
  }
  if (action === 'kill') token.revokedSubcode = count(body, 'subcode', { min: 1, fallback: 467 })
  if (action === 'revive') {
    delete token.revokedSubcode
    if (body.value['expiresInSeconds'] === undefined) token.expiresAt = 0
  }
  return token
}

/** Shortens the token: the answer may end in a log. */
export function shownToken({ token, ...rest }: AccessToken): object {
  return { token: `${token.slice(0, 4)}…`, ...rest }
}

const changeable = [
  'verified_name',
  'quality_rating',
  'name_status',
  'status',
  'account_mode',
  'whatsapp_business_manager_messaging_limit',
] as const

/** Adds a number (with a WABA and its templates, if that is new) or changes what one shows. */
function changePhone(simulator: SimulatorContext, body: JsonPart): object {
  rejectUnknownKeys(body, ['id', 'wabaId', 'displayPhoneNumber', 'registered', 'throughput', ...changeable])
  const { state, config } = simulator
  const id = optionalText(body, 'id') ?? config.phoneNumberId
  const wabaId = optionalText(body, 'wabaId') ?? state.phoneNumbers.get(id)?.wabaId ?? config.wabaId
  const known = state.phoneNumbers.get(id)
  const phone = known ?? newPhoneNumber(id, wabaId, text(body, 'displayPhoneNumber'))
  if (!known) {
    state.phoneNumbers.set(id, phone)
    addWaba(simulator, wabaId)
  }
  for (const key of changeable) {
    if (body.value[key] !== undefined) Object.assign(phone, { [key]: text(body, key) })
  }
  if (typeof body.value['registered'] === 'boolean') phone.registered = body.value['registered']
  if (body.value['throughput'] !== undefined)
    phone.throughput = { level: oneOf(body, 'throughput', ['STANDARD', 'HIGH', 'NOT_APPLICABLE']) }
  return phone
}

/** Adds a WABA with its own copies of the default templates; every valid token gets access. */
function addWaba({ state }: SimulatorContext, wabaId: string): void {
  if (state.subscriptions.has(wabaId)) return
  state.subscriptions.set(wabaId, { subscribed: true })
  for (const template of defaultTemplates(wabaId)) {
    const id = String(Number(template.id) + 1000 * state.subscriptions.size)
    state.templates.set(id, { ...template, id })
  }
  for (const { granularScopes } of state.tokens.values()) {
    for (const { target_ids: targets } of granularScopes) targets?.push(wabaId)
  }
}

function strings(body: JsonPart, key: string): string[] | undefined {
  const value = body.value[key]
  if (value === undefined) return undefined
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value
  throw new ControlError(`${key} must be a list of strings.`)
}
