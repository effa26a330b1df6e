import type { LogFields } from './log.ts'

/** API keys, secrets of endpoints, tokens of users (JWT) and of Meta. */
const SECRETS = [
  /\bwp_(?:live|test)_[0-9A-Za-z]{6,}/g,
  /\bwhsec_[0-9A-Za-z+/=_-]{6,}/g,
  /\beyJ[\w-]{6,}\.[\w-]+\.[\w-]*/g,
  /\bEAA[0-9A-Za-z]{20,}/g,
  /(?<=\bBearer\s+)[^\s"',;]{6,}/gi,
  /(?<=[?&](?:access_token|key|token)=)[^&\s"']+/gi,
]
/** Meta's ids of messages hold the number they went to, in base64. */
const WAMID = /\bwamid\.[0-9A-Za-z+/=_-]+/g
/** As long as phone numbers are, with or without the plus; not a part of a longer word. */
const NUMBER = /(?<![\w.-])\+?\d{9,15}(?!\w)/g

/** A phone number as people write it: in groups, with spaces, hyphens, dots or brackets between. */
const GROUPED_NUMBER =
  /(?<![\w.-])(?:\+\d(?:[\s().-]{0,3}\d){7,14}|\(?\d{1,4}\)?(?:[ -]\(?\d{2,4}\)?){2,5})(?!\w)/g
const DATE = /^\d{4}-\d\d-\d\d/
/** A business-scoped user id: a country, a dot, and an id, which has digits. */
const USER_ID = /\b([A-Z]{2}\.)(?:ENT\.)?(?=[A-Za-z]*\d)[0-9A-Za-z]{10,128}\b/g

/**
 * The fields of a log line without what must not be in one: secrets, tokens, whole phone numbers. Callers
 * leave them out; this is a second line of defence, for the text of errors.
 */
export const redactLogFields = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value !== 'string' || isId(name, value) ? value : redactText(value),
    ]),
  )

/** The same for a text. */
export function redactText(text: string): string {
  const withoutSecrets = SECRETS.reduce((rest, secret) => rest.replace(secret, '[redacted]'), text)
  return withoutSecrets
    .replace(WAMID, (wamid) => `wamid.…${wamid.slice(-8)}`)
    .replace(USER_ID, (id, country: string) => `${country}…${id.slice(-4)}`)
    .replace(GROUPED_NUMBER, redactGroups)
    .replace(NUMBER, (number) => `…${number.slice(-4)}`)
}

function redactGroups(text: string): string {
  const digits = text.replace(/\D/g, '')
  return digits.length < 9 || digits.length > 15 || DATE.test(text) ? text : `…${digits.slice(-4)}`
}

/** Meta's ids of accounts and numbers are as long as phone numbers: `wabaId`, `phoneNumberId`. */
const isId = (name: string, value: string): boolean => /Id$/.test(name) && /^\d+$/.test(value)
