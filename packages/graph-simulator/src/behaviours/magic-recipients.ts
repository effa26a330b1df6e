/**
 * Numbers whose last two digits say what happens, like a payment provider's test cards.
 * 555-0100 to 555-0199 is reserved for fiction in every North American area code, so no real person is ever reached,
 * and phone number libraries accept it. The area codes are borrowed from HTTP: 404 refused, 202 accepted but …, 502 connection.
 * `docs/reference/test-numbers.md` is printed from this table.
 */
import type { Behaviour, StatusStep } from './behaviour.ts'

export interface MagicRecipient {
  /** E.164. */
  readonly number: string
  readonly behaviour: Behaviour
  /** One line for people. */
  readonly meaning: string
}

type Row = readonly [ending: number, behaviour: Behaviour, meaning: string]

export const magicAreas = {
  refused: {
    prefix: '+1404555',
    title: 'Refused at once',
    intro: 'The answer to the send is an error; nothing is accepted, no webhook follows.',
  },
  accepted: {
    prefix: '+1202555',
    title: 'Accepted, then',
    intro: 'The answer is a 200 with a message id; the webhooks tell the rest.',
  },
  connection: {
    prefix: '+1502555',
    title: 'Connection trouble',
    intro: 'The network, a proxy or the clock gets in the way.',
  },
} as const

const always = (code: number, more: Omit<NonNullable<Behaviour['refuse']>, 'code'> = {}): Behaviour => ({
  refuse: { code, ...more },
})
const once = (behaviour: Behaviour): Behaviour => ({ ...behaviour, times: 1 })

const refused: readonly Row[] = [
  [100, always(131000), 'unknown error, every time'],
  [101, once(always(131000)), 'unknown error, then accepted'],
  [102, once(always(131016)), 'service unavailable, then accepted'],
  [103, { ...always(131016), times: 2 }, 'service unavailable twice, then accepted'],
  [104, always(131016), 'service unavailable, every time'],
  [105, once(always(1)), 'API unknown, then accepted'],
  [106, once(always(2, { transient: true })), 'temporary downtime with `is_transient`, then accepted'],
  [107, once(always(131057)), 'account in maintenance, then accepted'],
  [108, once(always(133004)), 'registration server unavailable, then accepted'],
  [109, once(always(135000, { transient: true })), 'generic user error marked `is_transient`, then accepted'],
  [
    110,
    once(always(4, { regainAccessMinutes: 1 })),
    'app call limit with `estimated_time_to_regain_access`, then accepted',
  ],
  [111, once(always(80007, { regainAccessMinutes: 1 })), 'WABA rate limit, then accepted'],
  [112, once(always(130429)), 'throughput of the phone number reached, then accepted'],
  [113, once(always(131056)), 'pair rate limit, then accepted'],
  [114, { ...always(131056), times: 3 }, 'pair rate limit three times, then accepted'],
  [115, always(131048), 'spam rate limit'],
  [
    116,
    once(always(130429, { httpStatus: 429, retryAfterSeconds: 2 })),
    'HTTP 429 with `Retry-After: 2`, then accepted',
  ],
  [117, once(always(613)), 'call-specific rate limit, then accepted'],
  [118, once(always(133015)), 'number was just deleted: wait five minutes, then accepted'],
  [119, always(131064), 'messaging limited because of template classification'],
  [120, always(190, { subcode: 463 }), 'access token expired'],
  [121, always(190, { subcode: 467 }), 'access token invalidated (user logged out)'],
  [122, always(190), 'access token malformed'],
  [123, always(0), 'app user could not be authenticated'],
  [124, always(10), 'permission missing'],
  [125, always(200), 'no access to the WABA'],
  [126, always(3), 'capability missing'],
  [127, always(131005), 'access denied'],
  [130, always(368), 'account restricted for policy violations'],
  [131, always(131031), 'account locked'],
  [132, always(131042), 'payment problem'],
  [133, always(131045), 'phone number not registered: certificate'],
  [134, always(133010), 'phone number not registered'],
  [135, always(130497), 'business may not message this country'],
  [136, always(131037), 'display name not approved'],
  [137, always(33), 'business phone number deleted'],
  [140, always(131026), 'undeliverable (not on WhatsApp)'],
  [141, always(131030), 'not in the allow list of the test number'],
  [142, always(131047), 'outside the service window'],
  [143, always(131049), 'withheld for a healthy ecosystem'],
  [144, always(131050), 'person stopped marketing messages'],
  [145, always(130472), 'person is part of an experiment'],
  [146, always(130403), 'person is blocked by the business'],
  [147, always(131021), 'recipient is the sender'],
  [148, always(131062), 'user id not supported for this message'],
  [149, always(137000), 'identity of the person changed'],
  [150, always(100), 'invalid parameter'],
  [151, always(131008), 'required parameter missing'],
  [152, always(131009), 'parameter value not valid'],
  [153, always(131051), 'unsupported message type'],
  [154, always(131053), 'media could not be fetched'],
  [160, always(132000), 'template: parameter count'],
  [161, always(132001), 'template: does not exist in this language'],
  [162, always(132005), 'template: text too long'],
  [163, always(132007), 'template: policy violation'],
  [164, always(132012), 'template: parameter format'],
  [165, always(132015), 'template: paused'],
  [166, always(132016), 'template: disabled'],
  [167, always(132018), 'template: parameters not valid'],
  [168, always(132068), 'template: flow blocked'],
  [169, always(132069), 'template: flow throttled'],
  [190, always(999_999), 'an undocumented code, HTTP 400'],
  [191, always(999_998, { httpStatus: 500 }), 'an undocumented code, HTTP 500'],
]

const sent: StatusStep = { status: 'sent' }
const delivered: StatusStep = { status: 'delivered' }
const read: StatusStep = { status: 'read' }
const failed = (code: number): StatusStep => ({ status: 'failed', code })
const steps = (...statuses: StatusStep[]): Behaviour => ({ statuses })

const accepted: readonly Row[] = [
  [100, steps(), 'no status ever comes'],
  [101, steps(sent), 'sent, never delivered'],
  [102, steps(sent, delivered), 'delivered, never read'],
  [103, steps(sent, read), 'read without delivered (the chat was open)'],
  [
    104,
    steps(sent, { ...delivered, repeat: 2 }, { ...read, repeat: 1 }),
    'delivered three times, read twice',
  ],
  [105, steps(read, delivered, sent), 'statuses in reverse order'],
  [106, { statusFirst: true }, 'the first status comes before the answer to the send'],
  [107, steps(sent, failed(131026), delivered), 'failed, and delivered after all'],
  [108, steps(sent, delivered, read, { status: 'played' }), 'read, then played (voice message)'],
  [109, steps({ ...sent, waitMs: 5000 }, delivered, read), 'the first status comes 5 s late'],
  [110, steps(failed(131026)), 'failed: undeliverable'],
  [111, steps(sent, failed(131026)), 'sent, then failed: undeliverable'],
  [112, steps(failed(131049)), 'failed: withheld for a healthy ecosystem'],
  [113, steps(failed(131050)), 'failed: person stopped marketing messages'],
  [114, steps(failed(131053)), 'failed: media could not be fetched'],
  [115, steps(failed(131047)), 'failed: outside the service window'],
  [116, steps(failed(130472)), 'failed: person is part of an experiment'],
  [117, steps(failed(131042)), 'failed: payment problem'],
  [118, steps(failed(132015)), 'failed: template paused'],
  [119, steps(failed(131048)), 'failed: spam rate limit'],
  [
    120,
    { ...steps({ ...sent, waitMs: 500 }, delivered, read), messageStatus: 'held_for_quality_assessment' },
    'held for quality assessment, then delivered',
  ],
  [
    121,
    { ...steps({ ...failed(132015), waitMs: 500 }), messageStatus: 'held_for_quality_assessment' },
    'held for quality assessment, then failed: template paused',
  ],
  [
    122,
    { ...steps(), messageStatus: 'held_for_quality_assessment' },
    'held for quality assessment, nothing more',
  ],
  [130, once(steps(failed(131000))), 'failed: unknown error; the next send is delivered'],
  [131, once(steps(failed(131016))), 'failed: service unavailable; the next send is delivered'],
  [132, once(steps(failed(130429))), 'failed: throughput reached; the next send is delivered'],
  [133, once(steps(failed(131056))), 'failed: pair rate limit; the next send is delivered'],
  [140, steps({ ...failed(131026), repeat: 2 }), 'failed: undeliverable, reported three times'],
]

const page = (httpStatus: number, title: string): Behaviour => ({
  raw: {
    httpStatus,
    contentType: 'text/html',
    body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  },
})

const connection: readonly Row[] = [
  [
    100,
    once({ connection: 'response_lost' }),
    'accepted, but the connection breaks before the answer; the next send is ordinary',
  ],
  [101, { connection: 'response_lost' }, 'accepted, but the connection breaks before the answer, every time'],
  [
    102,
    { connection: 'response_lost', statuses: [] },
    'accepted, connection breaks before the answer, and no status ever comes',
  ],
  [
    103,
    { connection: 'response_lost', statusFirst: true },
    'accepted, a status comes, then the connection breaks',
  ],
  [
    104,
    { connection: 'response_lost', statuses: [failed(131026)] },
    'accepted, connection breaks before the answer, failed by webhook',
  ],
  [
    110,
    once({ connection: 'reset_before_accept' }),
    'connection breaks before the message is accepted; the next send is ordinary',
  ],
  [
    111,
    { connection: 'reset_before_accept' },
    'connection breaks before the message is accepted, every time',
  ],
  [
    112,
    { connection: 'reset_before_accept', times: 2 },
    'connection breaks twice before the message is accepted, then ordinary',
  ],
  [120, { answerDelayMs: 2000 }, 'accepted, the answer takes 2 s'],
  [121, { answerDelayMs: 15_000 }, 'accepted, the answer takes 15 s'],
  [122, { answerDelayMs: 60_000 }, 'accepted, the answer takes a minute'],
  [123, { dripMs: 20 }, 'accepted, the answer comes byte by byte'],
  [130, once(page(502, '502 Bad Gateway')), 'HTML page with status 502 from a proxy, then ordinary'],
  [131, page(502, '502 Bad Gateway'), 'HTML page with status 502 from a proxy, every time'],
  [132, once(page(503, '503 Service Unavailable')), 'HTML page with status 503, then ordinary'],
  [
    133,
    once({ raw: { httpStatus: 500, contentType: 'text/plain', body: '' } }),
    'empty body with status 500, then ordinary',
  ],
  [
    134,
    once({
      raw: { httpStatus: 429, contentType: 'text/plain', body: 'Too many requests\n', retryAfterSeconds: 2 },
    }),
    'status 429 that is not JSON, `Retry-After: 2`, then ordinary',
  ],
  [
    135,
    {
      raw: { httpStatus: 200, contentType: 'text/html', body: '<html>Sign in to the hotel network</html>\n' },
    },
    'status 200 with a web page instead of JSON (captive portal); nothing is accepted',
  ],
]

const inArea = (area: keyof typeof magicAreas, rows: readonly Row[]): MagicRecipient[] =>
  rows.map(([ending, behaviour, meaning]) => ({
    number: `${magicAreas[area].prefix}0${ending}`,
    behaviour,
    meaning,
  }))

/** Every magic recipient, by area. */
export const magicRecipients: Readonly<Record<keyof typeof magicAreas, readonly MagicRecipient[]>> = {
  refused: inArea('refused', refused),
  accepted: inArea('accepted', accepted),
  connection: inArea('connection', connection),
}

const byWaId = new Map(
  Object.values(magicRecipients).flatMap((list) =>
    list.map((magic) => [magic.number.slice(1), magic.behaviour]),
  ),
)

/** The behaviour of a magic recipient, by wa_id. */
export function magicBehaviour(waId: string): Behaviour | undefined {
  return byWaId.get(waId)
}
