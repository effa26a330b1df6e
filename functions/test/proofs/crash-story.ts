import type { MessageContent } from '../../src/graph/payload.ts'
import type { SendOptions } from '../../src/send/send-input.ts'
import type { WorkAnswer } from './engine-work.ts'
import type { SeededRandom } from './seeded-random.ts'

/** Whom the stories send to. */
export const recipients = ['+972546800360', '+972546800361'] as const

/** The API's answers to the request; an outbox document gets none at once. */
export type ApiResponses = readonly (WorkAnswer | 'died')[]

/** The ways in. */
export const ways = ['notify', 'queued', 'sendAt', 'outbox', 'outboxOfTwo'] as const
export type Way = (typeof ways)[number]

/** What is asked for: content, and what its sender says of an unknown outcome (nothing: the default). */
export interface SendCase {
  readonly content: MessageContent
  readonly options: SendOptions
  /** Whether the recipient may get it twice. */
  readonly mayDouble: boolean
}

const template = (templateName: string, more: object = {}): MessageContent => ({
  type: 'template',
  template: { templateName, languageCode: 'en_US', ...more },
})

export const sendCases = {
  unknownCategory: { content: template('hello_world'), options: {}, mayDouble: false },
  authentication: {
    content: template('login_code', { oneTimeCode: '482913' }),
    options: {},
    mayDouble: false,
  },
  marketing: {
    content: template('jaspers_market_image_cta_v1', {
      headerParameters: { type: 'image', image: { link: 'https://example.com/image.jpg' } },
      templateParameters: [{ type: 'text', text: 'Apples' }],
      buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
    }),
    options: {},
    mayDouble: false,
  },
  freeText: {
    content: { type: 'text', text: { body: 'Your order is on its way.' } },
    options: {},
    mayDouble: false,
  },
  resend: { content: template('hello_world'), options: { ifUnknown: 'resend' }, mayDouble: true },
} as const satisfies Record<string, SendCase>

/** What Meta and the network do to the first send: orders to the simulator. */
export const faultPlans = {
  none: null,
  answerLost: { connection: 'response_lost' },
  answerLostAndSilent: { connection: 'response_lost', statuses: [] },
  neverArrived: { connection: 'reset_before_accept' },
  unavailable: { code: 131016 },
  unreachable: { code: 131026 },
  proxyPage: { raw: { httpStatus: 502 } },
  statusFirst: { statusFirst: true },
  failsLater: { statuses: [{ status: 'sent' }, { status: 'failed', code: 131026 }] },
  failsLaterForNow: { statuses: [{ status: 'failed', code: 131016 }] },
  neverDelivered: { statuses: [{ status: 'sent' }] },
  silent: { statuses: [] },
} as const
export type FaultName = keyof typeof faultPlans

/** Something that breaks: after so many steps more, counted from the break before. */
export interface Break {
  readonly afterSteps: number
  readonly fate: Breaking
}

export const breakings = ['kill', 'fail', 'stall'] as const
export type Breaking = (typeof breakings)[number]

export interface Story {
  readonly name: string
  readonly way: Way
  readonly sendCase: keyof typeof sendCases
  readonly fault: FaultName
  readonly breaks: readonly Break[]
  /** The caller of the API names its request, and repeats it until it is answered. */
  readonly repeats: boolean
  /** Meta's statuses are kept back so long. */
  readonly statusesAfterSeconds: number
  /** A process that stands still goes on so long after the beginning. */
  readonly resumesAfterSeconds: number
  /** An outbox document wants to hear of deliveries too. */
  readonly track: boolean
  /** Events, tasks and webhooks come twice. */
  readonly twice: boolean
  /** Of the jitter. */
  readonly fraction: number
}

/** The story in which nothing goes wrong: its steps are those at which others break. */
export const quietStory = (way: Way): Story => ({
  name: `${way}, nothing breaks`,
  way,
  sendCase: 'unknownCategory',
  fault: 'none',
  breaks: [],
  repeats: true,
  statusesAfterSeconds: 0,
  resumesAfterSeconds: 100,
  track: false,
  twice: false,
  fraction: 0.5,
})

/** The same, broken once at its step number `step` (from 0). */
export const brokenAt = (story: Story, step: number, fate: Breaking): Story => ({
  ...story,
  name: `${story.way}, ${fate} at step ${step}`,
  breaks: [{ afterSteps: step, fate }],
})

/** Anything at all, with one to three breaks. */
export function randomStory(number: number, random: SeededRandom): Story {
  const breaks = Array.from({ length: 1 + random.below(3) }, () => ({
    afterSteps: random.below(14),
    fate: random.oneOf(['kill', 'kill', 'fail', 'stall'] as const),
  }))
  return {
    name: `random ${number}`,
    way: random.oneOf(ways),
    sendCase: random.oneOf(Object.keys(sendCases) as (keyof typeof sendCases)[]),
    fault: random.oneOf(Object.keys(faultPlans) as FaultName[]),
    breaks,
    repeats: random.chance(0.7),
    // At once; while the outcome is unknown; after it was given up.
    statusesAfterSeconds: random.oneOf([0, 0, 90, 600]),
    // While its lease ran out; after its attempt was given up, or made again.
    resumesAfterSeconds: random.oneOf([100, 250, 5000]),
    track: random.chance(0.5),
    twice: random.chance(0.4),
    fraction: random.next(),
  }
}
