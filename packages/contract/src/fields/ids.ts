/** The prefix of each kind of id. Every id is `<prefix>_<lower-case letters and digits>`. */
export const idPrefixes = {
  message: 'msg',
  session: 'ses',
  key: 'key',
  conversation: 'cnv',
  event: 'evt',
  endpoint: 'ep',
  delivery: 'dlv',
  request: 'req',
  audit: 'aud',
} as const

/** The first word of an id, such as `msg`. */
export type IdPrefix = (typeof idPrefixes)[keyof typeof idPrefixes]

/** Whether `value` has the form of an id with this prefix; whether it exists is another question. */
export const isId = <Prefix extends IdPrefix>(
  prefix: Prefix,
  value: unknown,
): value is `${Prefix}_${string}` =>
  typeof value === 'string' &&
  value.startsWith(`${prefix}_`) &&
  /^[0-9a-z]{1,64}$/.test(value.slice(prefix.length + 1))
