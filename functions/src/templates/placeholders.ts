/** What may stand between the brackets: a number, or a name of a named template. */
const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g

/**
 * The placeholders of a text, each once: `{{2}} of {{1}}` -> `1`, `2`; named ones in the order they come.
 */
export function placeholders(text: string): string[] {
  const names = [...new Set(Array.from(text.matchAll(PLACEHOLDER), ([, name = '']) => name))]
  return names.every((name) => /^\d+$/.test(name)) ? names.toSorted((a, b) => Number(a) - Number(b)) : names
}

/** The text with its values filled in; a placeholder without a value stays. */
export const fillText = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole)
