import { definitionInvalid, operationRefused, permissionMissing, transient } from './meta-error-families.ts'
import type { MetaErrorRule } from './meta-error-rule.ts'

/** Neighbouring codes with one meaning: `[first, last, rule]`. A code with a row of its own keeps that. */
export const codeRanges: readonly (readonly [first: number, last: number, rule: MetaErrorRule])[] = [
  [201, 299, { ...permissionMissing, meaning: 'A permission was not granted, or was removed.' }],
  [131201, 131215, { ...operationRefused, meaning: 'An operation on a group was refused.' }],
  [138000, 138018, { ...operationRefused, meaning: 'An operation on a call was refused.' }],
  [139000, 139004, { ...operationRefused, meaning: 'An operation on a flow was refused.' }],
  [139100, 139103, { ...operationRefused, meaning: 'An operation on the block list was refused.' }],
  [147001, 147005, { ...operationRefused, meaning: 'An operation on the business user name was refused.' }],
]

/** Codes of parts of the Graph API that send no messages: groups, flows, block list, synchronisation. */
export const otherErrors: Record<number, MetaErrorRule> = {
  131020: { ...operationRefused, meaning: 'A group with a single member cannot be written to.' },
  131041: { ...operationRefused, meaning: 'The group is not known.' },
  131059: { ...operationRefused, meaning: 'The cursor of a list of groups expired.' },
  131208: {
    ...operationRefused,
    code: 'GRAPH_RATE_LIMITED',
    class: 'limit',
    meaning: 'Too many operations on groups.',
  },
  139103: { ...transient, meaning: 'The block list could not be changed now.' },
  200002: { ...definitionInvalid, meaning: 'The template could not be created.' },
  200005: { ...operationRefused, meaning: 'Template insights are not available.' },
  200006: { ...operationRefused, meaning: 'Template insights cannot be switched off.' },
  200007: { ...operationRefused, meaning: 'Template insights are not switched on.' },
  1752041: { ...operationRefused, meaning: 'The account has joined the Marketing Messages API already.' },
  2593107: {
    ...operationRefused,
    meaning: 'The synchronisation with the Business app was done already; it runs once.',
  },
  2593108: {
    ...operationRefused,
    meaning: 'The synchronisation with the Business app came later than 24 hours after joining.',
  },
}
