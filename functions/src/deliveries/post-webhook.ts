/** What came of posting to an endpoint. */
export type WebhookResponse =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly retryAfter: string | undefined
      /** The beginning of the answer. */
      readonly text: string
      /** Whether it exceeded the size that is read. */
      readonly tooLong: boolean
      readonly durationMs: number
    }
  /** No answer: why, in words that say what to do. */
  | { readonly kind: 'failed'; readonly because: string; readonly durationMs: number }

/** Posts to an endpoint once. Never rejects for anything the endpoint or the way to it does. */
export type PostWebhook = (
  url: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<WebhookResponse>
