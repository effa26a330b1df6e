import type { ErrorCode, FieldError } from '@waypost/contract'

/** Something in a send that does not fit its template. */
export interface TemplateMismatch {
  /** The slot of the template: `body.2`, `header`, `button.0`, `carousel.1.body.1`. */
  readonly slot: string
  /** Where to mend it: a JSON pointer into the request. */
  readonly path: string
  /** Follows the slot: `is missing: "{{2}}" has no value`. */
  readonly problem: string
  /** A sentence. */
  readonly hint: string
  /** The values fit, and are too long together. */
  readonly tooLong?: true
}

/** Why a template cannot be sent as asked, in the words of the caller's error. */
export interface TemplateError {
  readonly code: ErrorCode
  readonly message: string
  readonly fields: FieldError[]
}

/** The refusal for some faults; null for none. The message has the first, `fields` has all. */
export function templateError(faults: readonly TemplateMismatch[]): TemplateError | null {
  const [first, ...others] = faults
  if (first === undefined) return null
  const more = others.length === 0 ? '' : ` (${String(others.length)} more in fields.)`
  return {
    code: first.tooLong ? 'TEMPLATE_TEXT_TOO_LONG' : 'TEMPLATE_PARAMETERS_MISMATCH',
    message: `${first.slot} ${first.problem}. ${first.hint}${more}`,
    fields: faults.map(({ slot, path, problem }) => ({ path, message: `${slot} ${problem}` })),
  }
}

/** `1 placeholder`, `2 placeholders`. */
export const pluralize = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? '' : 's'}`
