/**
 * What each error code of Meta means for us. Codes decide, never HTTP statuses, titles or texts:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
 */
import { outcomeIsUnknown, type GraphFailure } from './graph-error.ts'
import { tokenDead, transient } from './meta-error-families.ts'
import type { MetaErrorRule } from './meta-error-rule.ts'
import { accountErrors } from './meta-errors-account.ts'
import { codeRanges, otherErrors } from './meta-errors-other.ts'
import { objectMissing, sendingErrors } from './meta-errors-sending.ts'
import { templateErrors } from './meta-errors-template.ts'

export type { MetaErrorRule } from './meta-error-rule.ts'

export const metaErrorTable: Readonly<Record<number, MetaErrorRule>> = {
  ...Object.fromEntries(codeRanges.flatMap(([first, last, rule]) => codesBetween(first, last, rule))),
  ...otherErrors,
  ...accountErrors,
  ...sendingErrors,
  ...templateErrors,
}

/** The request left and no answer of the Graph API came back: the message may have been accepted. */
const outcomeUnknownRule: MetaErrorRule = {
  ...transient,
  code: 'OUTCOME_UNKNOWN',
  class: 'unknown',
  meaning: 'No readable answer came back after the request had left: it may have been carried out.',
  hint: 'A status webhook settles it; without one it ends as `unknown`, or is sent once more if `ifUnknown` is `resend`.',
}

/**
 * The rule for a failure. An answer that Meta marks transient is retried a few times even when its code is
 * final; a code we do not know is judged by its HTTP class; a gateway's error page without any code leaves
 * the outcome unknown.
 */
export function ruleFor(failure: GraphFailure): MetaErrorRule {
  const rule = knownRule(failure)
  if (rule === undefined) return ruleByHttpStatus(failure)
  if (failure.isTransient === true && rule.action === 'fail') {
    return { ...transient, maxAttempts: 3, meaning: `${rule.meaning} Meta calls it transient.` }
  }
  return rule
}

function knownRule({ code, subcode }: GraphFailure): MetaErrorRule | undefined {
  if (code === undefined) return undefined
  if (code === 100 && subcode === 33) return objectMissing
  const rule = metaErrorTable[code]
  const reason = rule?.class === 'auth' ? subcodeMeaning(subcode) : undefined
  return rule && reason !== undefined ? { ...rule, meaning: reason } : rule
}

function ruleByHttpStatus(failure: GraphFailure): MetaErrorRule {
  const { code, httpStatus, isTransient } = failure
  if (outcomeIsUnknown(failure)) return outcomeUnknownRule
  if (httpStatus === 429) return limitedWithoutCode
  if (isTransient === true || (httpStatus ?? 0) >= 500) {
    return { ...transient, meaning: 'A failure at Meta without a known code.' }
  }
  if (code === undefined && httpStatus === 401) return { ...tokenDead, meaning: 'Not authenticated.' }
  return unknownRefusal
}

const limitedWithoutCode: MetaErrorRule = {
  ...transient,
  code: 'GRAPH_RATE_LIMITED',
  class: 'limit',
  backoff: 'call-limit',
  meaning: 'Too many requests, without a code.',
}

const unknownRefusal: MetaErrorRule = {
  code: 'GRAPH_UNKNOWN',
  class: 'bad',
  action: 'fail',
  meaning: 'Meta refused with a code that is not in this table.',
  hint: 'Report the code and the details, so that it gets its own row.',
}

const subcodeMeanings: Readonly<Record<number, string>> = {
  458: 'The user has not installed the app, or removed it.',
  459: 'The user has to log in at Facebook first: the account is checkpointed.',
  460: 'The password was changed; the token died with it.',
  463: 'The token expired.',
  464: 'The user is not confirmed.',
  467: 'The token is not valid any more, for instance because the user logged out.',
  492: 'The session is not valid: the user has lost the role on the account.',
}

/** Why a token died: the meaning of a subcode of 190 or 102 (none of them heals by itself). */
export const subcodeMeaning = (subcode: number | undefined): string | undefined =>
  subcode === undefined ? undefined : subcodeMeanings[subcode]

function codesBetween(first: number, last: number, rule: MetaErrorRule): [number, MetaErrorRule][] {
  return Array.from({ length: last - first + 1 }, (_, offset) => [first + offset, rule])
}
