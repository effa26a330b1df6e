import { type ApiResponses } from './crash-story.ts'
import { recipients } from './crash-story.ts'
import type { CrashHarness } from './crash-harness.ts'
import { faultPlans, sendCases, type Story } from './crash-story.ts'
import type { Fate } from './engine-host.ts'
import type { QueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import type { Work, WorkAnswer } from './engine-work.ts'
import { verdictOn, type Verdict } from './crash-verdict.ts'

/** A story that was played to its end. */
export interface PlayedStory {
  readonly story: Story
  readonly steps: readonly string[]
  /** Where it broke. */
  readonly broken: readonly string[]
  readonly verdict: Verdict
}

const OUTBOX_PATH = 'outbox/order-1'
const MAX_TRIES = 10
const MAX_ROUNDS = 80
const DAY_SECONDS = 86_400

/** Plays a story until nothing is due any more and a day has passed, then asks everybody what they know. */
export async function playStory(story: Story, harness: CrashHarness): Promise<PlayedStory> {
  const broken: string[] = []
  await harness.reset({ ...story, fateAt: breaking(story, broken) })
  const trouble = faultPlans[story.fault]
  if (trouble !== null) await harness.toMeta('next', { to: recipients[0], ...trouble })
  const answers = await ask(story, harness)
  const untaken = await runUntilIdle(story, harness)
  const verdict = await verdictOn({ story, answers, untaken }, harness)
  return { story, steps: [...harness.steps], broken, verdict }
}

function breaking({ breaks }: Story, broken: string[]): (step: string) => Fate {
  const left = [...breaks]
  let steps = 0
  return (step) => {
    const next = left[0]
    if (next === undefined || steps++ < next.afterSteps) return 'go'
    left.shift()
    steps = 0
    broken.push(`${next.fate} ${step}`)
    return next.fate
  }
}

function ask(story: Story, harness: CrashHarness): Promise<ApiResponses> {
  return story.way === 'outbox' || story.way === 'outboxOfTwo'
    ? writeOutbox(story, harness)
    : callApi(story, harness)
}

async function callApi(story: Story, harness: CrashHarness): Promise<ApiResponses> {
  const { content, options } = sendCases[story.sendCase]
  const work: Work = {
    kind: 'notify',
    to: recipients[0],
    content,
    options: story.way === 'sendAt' ? { ...options, sendAt: inAnHour(harness) } : options,
    wait: story.way === 'notify',
    ...(story.repeats && { key: 'order-1' }),
  }
  const answers: (WorkAnswer | 'died')[] = []
  for (let tries = 0; tries < (story.repeats ? MAX_TRIES : 1); tries++) {
    const answer = await harness.invoke(work)
    answers.push(answer)
    if (answer !== 'died' && answer.status !== 500 && answer.status !== 409) break
    harness.rig.clock.advance(2)
  }
  if (story.twice && story.repeats) answers.push(await harness.invoke(work))
  return answers
}

const inAnHour = ({ rig }: CrashHarness): string =>
  new Date(rig.clock.now().getTime() + 3_600_000).toISOString()

async function writeOutbox(story: Story, harness: CrashHarness): Promise<ApiResponses> {
  const { content, options } = sendCases[story.sendCase]
  const fields = {
    to: story.way === 'outbox' ? recipients[0] : [...recipients],
    ...(content.type === 'template' ? { template: outboxTemplate(content.template) } : { message: content }),
    ...options,
    ...(story.track && { track: true }),
  }
  await harness.rig.db.doc(OUTBOX_PATH).set(fields)
  const event: Work = { kind: 'outbox', path: OUTBOX_PATH, fields }
  if (!(await retryUntilAccepted(event, harness))) throw new Error(`${story.name}: the event was never taken`)
  if (story.twice) await retryUntilAccepted(event, harness)
  return []
}

/** The names an outbox document has for the parts of a template. */
const outboxTemplate = ({
  templateName,
  languageCode,
  headerParameters,
  templateParameters,
  buttonParameters,
  ...more
}: Readonly<Record<string, unknown>>) => ({
  ...more,
  name: templateName,
  language: languageCode,
  ...(headerParameters !== undefined && { header: headerParameters }),
  ...(templateParameters !== undefined && { parameters: templateParameters }),
  ...(buttonParameters !== undefined && { buttons: buttonParameters }),
})

/** As the platform: delivered again until it is answered well. */
async function retryUntilAccepted(work: Work, harness: CrashHarness): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const answer = await harness.invoke(work)
    if (answer !== 'died' && answer.status === 200) return true
    harness.rig.clock.advance(1)
  }
  return false
}

/** Lets the clock run until nothing waits for it. @returns what was left over */
async function runUntilIdle(story: Story, harness: CrashHarness): Promise<readonly string[]> {
  const { clock } = harness.rig
  const begin = clock.now().getTime()
  const statusesFrom = begin + story.statusesAfterSeconds * 1000
  const untaken: string[] = []
  const goesOn = begin + story.resumesAfterSeconds * 1000
  const everybodyActs = async (): Promise<void> => {
    if (clock.now().getTime() >= goesOn) await harness.resume()
    untaken.push(...(await doTasks(story, harness)))
    if (clock.now().getTime() >= statusesFrom) {
      if (!(await harness.drainStatuses())) untaken.push('statuses')
      untaken.push(...(await doInbox(story, harness)))
    }
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await everybodyActs()
    const next = await advanceToNextDue(harness, [statusesFrom, goesOn])
    if (next === null) {
      clock.advance(DAY_SECONDS)
      await harness.invoke({ kind: 'sweep' })
      await harness.resume()
      return untaken
    }
    // Schedules run on the full minute.
    const minute = Math.max(clock.now().getTime() + 1, Math.ceil(next / 60_000) * 60_000)
    clock.advance((minute - clock.now().getTime()) / 1000)
    await harness.invoke({ kind: 'sweep' })
  }
  return [...untaken, 'it never came to rest']
}

/** Cloud Tasks gives a task up after five deliveries. */
async function doTasks({ twice }: Story, { tasks, rig, invoke }: CrashHarness): Promise<string[]> {
  const due = tasks.filter(({ at }) => at === undefined || new Date(at) <= rig.clock.now())
  for (const { data } of due) {
    const work: Work = { kind: 'task', ...(data as unknown as QueuedAttempt) }
    for (let tries = 0; tries < 5; tries++) {
      const answer = await invoke(work)
      if (answer !== 'died' && answer.status === 200) break
      rig.clock.advance(5)
    }
    if (twice) await invoke(work)
  }
  tasks.splice(0, tasks.length, ...tasks.filter((task) => !due.includes(task)))
  return []
}

async function doInbox({ twice }: Story, harness: CrashHarness): Promise<string[]> {
  const { docs } = await harness.rig.db.collection('inbox').where('state', '==', 'new').get()
  const untaken: string[] = []
  for (const { id } of docs) {
    const work: Work = { kind: 'inbox', id }
    if (!(await retryUntilAccepted(work, harness))) untaken.push(`inbox/${id}`)
    if (twice) await harness.invoke(work)
  }
  return untaken
}

/** The next due time; null: none. */
async function advanceToNextDue(
  { rig, tasks }: CrashHarness,
  plans: readonly number[],
): Promise<number | null> {
  const { docs } = await rig.db.collection('messages').orderBy('wakeAt').limit(1).get()
  const alarms = docs.map((document) => (document.get('wakeAt') as { toMillis(): number }).toMillis())
  for (const { at } of tasks) alarms.push(at === undefined ? 0 : new Date(at).getTime())
  alarms.push(...plans.filter((plan) => plan > rig.clock.now().getTime()))
  return alarms.length === 0 ? null : Math.min(...alarms)
}
