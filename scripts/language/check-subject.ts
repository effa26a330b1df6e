import { createWordFinder, type WordList } from './findings.ts'

const MAX_LENGTH = 60
const types = 'feat|fix|refactor|perf|test|docs|build|ci|chore|style|revert'
const form = new RegExp(String.raw`^(?:${types})(?:\([a-z0-9, -]+\))?!?: (\S.*)$`)

/** First words that no imperative starts with. */
const notVerbs = new Set(
  'a an the what who which when where why how each every all one no none it its their our we you they there this that these those in on at of for from by with'.split(
    ' ',
  ),
)
const endsLikePastTense = /(?<!^(?:need|embed|feed|seed|speed|exceed|proceed|shed|shred))(?<=ed)$/
const endsLikeParticiple = /(?<!^(?:bring|ping|ring|string))(?<=ing)$/
const endsLikeThirdPerson = /(?<!ss|^(?:focus|bias|canvas))(?<=s)$/

/** What is wrong with the subject of a commit; undefined when nothing is. */
export function subjectProblem(subject: string, words: WordList['words']): string | undefined {
  const [, description] = form.exec(subject) ?? []
  if (description === undefined) return 'write it as type(module): imperative description'
  if (Array.from(subject).length > MAX_LENGTH)
    return `${String(Array.from(subject).length)} characters: at most ${String(MAX_LENGTH)}`
  if (description.endsWith('.')) return 'no full stop at the end'
  const [verb = ''] = description.split(/[\s,:;]/)
  if (!isImperative(verb)) return `"${verb}" is no imperative: start with a verb like add, fix, move`
  return createWordFinder(words)(description)[0]?.message
}

const isImperative = (word: string): boolean =>
  /^[a-z]/.test(word) &&
  !notVerbs.has(word) &&
  ![endsLikePastTense, endsLikeParticiple, endsLikeThirdPerson].some((ending) => ending.test(word))
