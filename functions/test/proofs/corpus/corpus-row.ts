/** One shape of a webhook as Meta documents it, with every field it may have. */
export interface CorpusRow {
  readonly name: string
  readonly field: string
  readonly value: object
  /** It stops the account or number it is about: it gets one of its own. */
  readonly stops?: true
}

/**
 * Words in a row that stand for something of its own in each body, so that no two bodies are about the same message
 * or person: `$wamid`, `$digits` (a person's number), `$user` (its business-scoped id), `$ours` (a message of ours),
 * `$number` (the business's number id), `$time` (seconds).
 */
export type Placeholder = '$wamid' | '$digits' | '$user' | '$ours' | '$number' | '$time'

export const metadata = { display_phone_number: '15550783881', phone_number_id: '$number' }
