import type { StackFile } from '@waypost/local-stack'

/** What is secret in a run, and what looks like a phone number and is none. */
export interface SensitiveValues {
  readonly secrets: readonly string[]
  /** Ids of Meta's. */
  readonly ids: readonly string[]
}

/** What the stack of a run must not say: see `settings.ts` of the local stack. */
export const secretsOf = ({
  wabaId,
  phoneNumberId,
  appSecret,
  verifyToken,
  accessToken,
  apiKey,
}: StackFile): SensitiveValues => ({
  secrets: [appSecret, verifyToken, apiKey, accessToken, ...Object.values(planted)],
  ids: [wabaId, phoneNumberId],
})

/** Stands in texts, codes and metadata that tests send: nothing of what a message says is logged. */
export const planted = {
  words: 'planted-words-of-a-message',
  fromContact: 'planted-words-of-a-contact',
  code: 'OTP739214XQ',
}

/** The local stack says its demo key and its first request itself: that is no log of the functions. */
const BANNER = /^Waypost is up [\s\S]*?^Addresses and keys for programs:.*$/m

const patterns = {
  'an API key': /\bwp_(?:live|test)_[0-9A-Za-z]{39}\b/g,
  'a secret of an endpoint': /\bwhsec_[0-9A-Za-z+/=]{16,}/g,
  'a token of a user': /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g,
  'a phone number': /(?<![\w.:-])\+?[1-9]\d{9,14}(?!\w)/g,
}

/** Every line of a log that says what no log may say: secrets, tokens, API keys, whole phone numbers. */
export const leaksIn = (log: string, known: SensitiveValues): string[] =>
  log
    .replace(BANNER, '')
    .split('\n')
    .flatMap((line) => leaksInLine(line, known).map((what) => `${what} in: ${line.slice(0, 400)}`))

function leaksInLine(line: string, { secrets, ids }: SensitiveValues): string[] {
  const matched = Object.entries(patterns).flatMap(([what, pattern]) =>
    Array.from(line.matchAll(pattern), ([text]) => text).some((text) => !ids.includes(text)) ? [what] : [],
  )
  const said = secrets.filter((secret) => line.includes(secret)).map(() => 'a secret')
  // Meta's ids of messages hold the number in base64.
  const hidden = Array.from(line.matchAll(/\bwamid\.([0-9A-Za-z+/=_-]+)/g), ([, code = '']) => code)
    .map((code) => Buffer.from(code, 'base64').toString('latin1'))
    .some((text) => /\d{10,15}/.test(text))
  return [...matched, ...said, ...(hidden ? ['a phone number in an id of Meta'] : [])]
}
