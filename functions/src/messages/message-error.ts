import { errorCatalogue } from '@waypost/contract'
import type { GraphFailure } from '../graph/graph-error.ts'
import { canSeeMetaErrors, type Caller } from '../http/caller.ts'
import type { MetaErrorRule } from '../graph/meta-error-rule.ts'
import type { MessageError, MetaError } from './message.ts'

/** Meta's refusal as our error: our code and sentence, Meta's own words beside it. */
export function errorOf(failure: GraphFailure, rule: MetaErrorRule): MessageError {
  const title = errorCatalogue[rule.code].title
  const theirs = failure.details ?? failure.message ?? failure.title
  const meta = metaOf(failure)
  return {
    code: rule.code,
    message: theirs === undefined || theirs === title ? title : `${title} Meta says: ${asSentence(theirs)}`,
    ...(Object.keys(meta).length > 0 && { meta }),
  }
}

const metaOf = ({ code, subcode, title, details, message, fbtraceId }: GraphFailure): MetaError => ({
  ...(code !== undefined && { code }),
  ...(subcode !== undefined && { subcode }),
  ...((title ?? message) !== undefined && { title: title ?? message ?? '' }),
  ...(details !== undefined && { details }),
  ...(fbtraceId !== undefined && { fbtraceId }),
})

/** A sentence of ours as this caller may read it: without Meta's own words where they are not for it. */
export const textFor = (text: string, caller: Caller): string =>
  canSeeMetaErrors(caller) ? text : text.replace(/ Meta says: .*$/s, '')

/** With an end: Meta writes some with, some without. */
export const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
