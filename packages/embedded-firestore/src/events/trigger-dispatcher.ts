import { createEventDelivery } from './event-delivery.ts'
import { documentEvent } from './cloud-event.ts'
import { compileTrigger } from './trigger.ts'
import type { Commit, CommitObserver } from '../engine/engine.ts'
import type { UsageMeter } from '../observation/usage-meter.ts'
import type { Delivery } from './event-delivery.ts'
import type { Trigger } from './trigger.ts'

/** Holds the triggers, creates the events of each commit, and delivers them. */
export interface TriggerDispatcher extends CommitObserver {
  add(trigger: Trigger): void
  /** The deliveries of a commit, created once; the journal stores those that must survive. */
  readonly deliveriesOf: (commit: Commit) => readonly Delivery[]
  /** Resumes deliveries of an earlier process; each starts when its trigger is added. */
  resume(deliveries: readonly Delivery[]): void
  idle(): Promise<void>
  close(): void
}

interface RegisteredTrigger {
  trigger: Trigger
  database: string
  matches: ReturnType<typeof compileTrigger>
}

const since = () => Date.now()

/** A dispatcher without triggers. `done` is called for each finished delivery, accepted or given up. */
export function createTriggerDispatcher(
  meter: UsageMeter,
  done: (delivery: Delivery) => void,
): TriggerDispatcher {
  const triggers = new Map<string, RegisteredTrigger>()
  const made = new WeakMap<Commit, readonly Delivery[]>()
  let left: readonly Delivery[] = []
  const eventDelivery = createEventDelivery({
    delivered(delivery) {
      meter.event('delivered')
      done(delivery)
    },
    attemptFailed: () => meter.event('failedAttempts'),
    dropped(delivery) {
      meter.event('dropped')
      done(delivery)
    },
  })

  const make = (commit: Commit): Delivery[] =>
    [...triggers.values()]
      .filter(({ database }) => database === commit.database.name)
      .flatMap(({ trigger, matches }) =>
        commit.changes.filter(matches).map((change) => {
          const { id, url, retry } = trigger
          return { trigger: id, url, retry, event: documentEvent(trigger, commit, change), since: since() }
        }),
      )
  const deliveriesOf = (commit: Commit) => {
    const known = made.get(commit) ?? make(commit)
    made.set(commit, known)
    return known
  }
  return {
    add(trigger) {
      const database = `projects/${trigger.project}/databases/${trigger.database ?? '(default)'}`
      triggers.set(trigger.id, { trigger, database, matches: compileTrigger(trigger) })
      const { true: own = [], false: others = [] } = Object.groupBy(
        left,
        (one) => `${one.trigger === trigger.id}`,
      )
      left = others
      for (const delivery of own) eventDelivery.send({ ...delivery, url: trigger.url, retry: trigger.retry })
    },
    deliveriesOf,
    resume(deliveries) {
      left = [...left, ...deliveries]
    },
    applied(commit) {
      for (const delivery of deliveriesOf(commit)) eventDelivery.send(delivery)
    },
    idle: () => eventDelivery.idle(),
    close: () => eventDelivery.close(),
  }
}
