import { failureFromStatus } from '../graph/graph-error.ts'
import {
  recordReportedFailure,
  type RecordReportedFailureNeeds,
} from '../dispatch/record-reported-failure.ts'
import { asObject, parseJson } from '../kernel/untrusted-json.ts'
import { applied, ignored, type ItemHandler } from './item-handler.ts'

export type HandleFailedStatusNeeds = RecordReportedFailureNeeds

/** A message of ours failed, says Meta. */
export const handleFailedStatus: ItemHandler<HandleFailedStatusNeeds> = async (
  { item, messageId, attempt },
  needs,
) => {
  if (messageId === undefined || attempt === undefined)
    return ignored('It does not say which message of ours failed.')
  const { errors } = asObject(parseJson(item))
  const outcome = await recordReportedFailure(
    { messageId, attempt, failure: failureFromStatus(errors) },
    needs,
  )
  if (outcome === 'missing') return ignored('Its message is not here (any more).')
  return applied(outcome === 'settled' ? 'The failure was recorded.' : 'It changes nothing any more.')
}
