/** How the simulator treats a send instead of simply delivering it: as said by a magic recipient or by the control API. */
export interface Behaviour {
  /** Answer with this error. */
  readonly refuse?: {
    readonly code: number
    readonly subcode?: number
    readonly details?: string
    readonly transient?: boolean
    readonly httpStatus?: number
    readonly retryAfterSeconds?: number
    readonly regainAccessMinutes?: number
  }
  /** Answer with something that is not from the Graph API: a proxy's page. */
  readonly raw?: {
    readonly httpStatus: number
    readonly contentType: string
    readonly body: string
    readonly retryAfterSeconds?: number
  }
  /** Break the connection before the message is accepted, or after it was accepted but before the answer. */
  readonly connection?: 'reset_before_accept' | 'response_lost'
  /** Answer this many milliseconds late; the message is accepted at once. */
  readonly answerDelayMs?: number
  /** Send the answer byte by byte, this many milliseconds apart. */
  readonly dripMs?: number
  /** `message_status` of the answer; only templates in pacing carry one. */
  readonly messageStatus?: 'accepted' | 'held_for_quality_assessment' | 'paused'
  /** What happens after acceptance; default: sent, delivered, read. */
  readonly statuses?: readonly StatusStep[]
  /** The first status reaches the webhook before the answer reaches the caller. */
  readonly statusFirst?: boolean
  /** Only the first so many sends are treated so; then the recipient is an ordinary one. Default: always. */
  readonly times?: number
}

/** One status webhook. `repeat` sends it again; `code` is the error of a `failed`. */
export interface StatusStep {
  readonly status: 'sent' | 'delivered' | 'read' | 'played' | 'failed'
  readonly code?: number
  readonly details?: string
  readonly repeat?: number
  /** Extra waiting before this step, in milliseconds. */
  readonly waitMs?: number
}

export const defaultSteps: readonly StatusStep[] = [
  { status: 'sent' },
  { status: 'delivered' },
  { status: 'read' },
]

/** Did the recipient's phone get the message, going by these steps? */
export function reachesPhone(steps: readonly StatusStep[]): boolean {
  return steps.some(({ status }) => status === 'delivered' || status === 'read' || status === 'played')
}
