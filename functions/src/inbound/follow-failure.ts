import { failureFromStatus } from '../graph/graph-error.ts'
import { recordFailure, type RecordFailureNeeds } from '../messages/record-failure.ts'
import { done, kept, type Follow } from './follow.ts'

export type FollowFailureNeeds = RecordFailureNeeds

/** A message of ours failed, says Meta. */
export const followFailure: Follow<FollowFailureNeeds> = async ({ item, messageId, attempt }, needs) => {
  if (messageId === undefined || attempt === undefined)
    return kept('It does not say which message of ours failed.')
  const { errors } = JSON.parse(item) as { errors?: unknown }
  const outcome = await recordFailure({ messageId, attempt, failure: failureFromStatus(errors) }, needs)
  if (outcome === 'missing') return kept('Its message is not here (any more).')
  return done(outcome === 'settled' ? 'The failure was recorded.' : 'It changes nothing any more.')
}
