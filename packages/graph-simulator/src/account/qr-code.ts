/** A short link that opens a chat with a text filled in. */
export interface QrCode {
  readonly code: string
  readonly phoneNumberId: string
  prefilledMessage: string
}
