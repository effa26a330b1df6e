/** One place that does not follow the language rules. */
export interface Finding {
  readonly path: string
  readonly line: number
  readonly message: string
}

/** What `banned-words.json` holds. */
export interface WordList {
  /** `not` lists words and phrases, comma-separated; `say` is the better word. */
  readonly words: readonly { readonly not: string; readonly say: string }[]
  /** Words that no declared name may contain as a camelCase part. */
  readonly identifierParts: readonly string[]
  /** Names that may not be declared. */
  readonly identifiers: readonly string[]
  /** Fields of stored documents: their names change only with a migration. */
  readonly storedFields: readonly string[]
  /** Path prefixes that are not checked yet. This list only shrinks. */
  readonly notYetClean: readonly string[]
  /** Words that one file needs, with the reason. */
  readonly exceptions: readonly { readonly path: string; readonly word: string; readonly reason: string }[]
  /** The commit after which subjects are checked. */
  readonly commitsSince: string
}

/** Finds the banned words in a piece of text. */
export type WordFinder = (text: string) => { index: number; message: string }[]

/** Builds the finder of a word list: whole words, any case. */
export function createWordFinder(words: WordList['words']): WordFinder {
  const betterWord = new Map(
    words.flatMap(({ not, say }) => not.split(', ').map((word) => [word.toLowerCase(), say] as const)),
  )
  const pattern = [...betterWord.keys()].map((word) => word.replaceAll(' ', String.raw`\s+`)).join('|')
  const matcher = new RegExp(String.raw`(?<![\w-])(?:${pattern})(?![\w-])`, 'giu')
  return (text) =>
    [...text.matchAll(matcher)].map((match) => {
      const word = match[0].toLowerCase().replaceAll(/\s+/g, ' ')
      return { index: match.index, message: `"${word}": say ${betterWord.get(word) ?? ''}` }
    })
}

/** The line of a position in a text, counted from 1. */
export const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length
