import type { Template } from './template.ts'
import type { TemplateError } from './template-mismatch.ts'

type TemplateIdentity = Pick<Template, 'name' | 'language' | 'goneAt'>

const MAX_SUGGESTIONS = 3

/** The refusal of a template that the account does not have, with those that may have been meant. */
export function missingTemplateError(
  wanted: TemplateIdentity,
  all: readonly TemplateIdentity[],
): TemplateError {
  const there = all.filter(({ goneAt }) => goneAt === undefined)
  const languages = languagesOf(wanted.name, there)
  if (languages.length > 0) {
    const problem = `exists in ${joinWords(languages, 'and')}, not in ${wanted.language}`
    return {
      code: 'TEMPLATE_NOT_FOUND',
      message: `The template ${wanted.name} ${problem}. Send the languageCode exactly as it is there.`,
      fields: [{ path: '/languageCode', message: problem }],
    }
  }
  const nearest = suggestNames(wanted.name, there).map(
    (name) => `${name} (${languagesOf(name, there).join(', ')})`,
  )
  return {
    code: 'TEMPLATE_NOT_FOUND',
    message:
      `The template ${wanted.name} (${wanted.language}) does not exist in this WhatsApp Business Account. ` +
      (nearest.length > 0
        ? `Did you mean ${joinWords(nearest, 'or')}?`
        : 'GET /v1/templates lists those that do.'),
    fields: [{ path: '/templateName', message: 'does not exist in this WhatsApp Business Account' }],
  }
}

/** The names that differ least, and little enough to be meant. */
function suggestNames(wanted: string, there: readonly TemplateIdentity[]): string[] {
  const furthest = Math.max(2, Math.floor(wanted.length / 3))
  return [...new Set(there.map(({ name }) => name))]
    .map((name) => ({ name, distance: distanceBetween(wanted, name) }))
    .filter(({ distance }) => distance <= furthest)
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name)
}

const languagesOf = (wanted: string, there: readonly TemplateIdentity[]): string[] =>
  there
    .filter(({ name }) => name === wanted)
    .map(({ language }) => language)
    .toSorted()

const joinWords = (words: readonly string[], and: 'and' | 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1) ?? ''}`

/** Levenshtein's: letters to add, drop or change on the way from one word to the other. */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
