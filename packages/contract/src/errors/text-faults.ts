import type { FieldError } from './waypost-error.ts'

/** Half of a surrogate pair, which is no character, and NUL, which databases and phones cut texts at. */
const NOT_TEXT = /[\0\p{Surrogate}]/u

const MAX_FAULTS = 20

/** The texts of an input that are not well-formed: keys and values, at any depth. Iterative: input may be nested deeply. */
export function textFaults(input: unknown): FieldError[] {
  const faults: FieldError[] = []
  const pending: { value: unknown; path: string }[] = [{ value: input, path: '' }]
  for (let next = pending.pop(); next && faults.length < MAX_FAULTS; next = pending.pop()) {
    const { value, path } = next
    if (typeof value === 'string' && NOT_TEXT.test(value)) faults.push({ path, message: faultIn(value) })
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value).toReversed()) {
      if (NOT_TEXT.test(key)) faults.push({ path, message: `has a name that ${faultIn(key)}` })
      else pending.push({ value: inner, path: `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` })
    }
  }
  return faults
}

const faultIn = (text: string): string =>
  text.includes('\0')
    ? 'must not contain the character NUL (U+0000)'
    : 'must not contain half of a surrogate pair: the text was cut inside a character'
