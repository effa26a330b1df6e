import { createCourier } from './delivery.ts'
import { documentEvent } from './cloud-event.ts'
import { compileTrigger } from './trigger.ts'
import type { Commit, CommitObserver } from '../engine/engine.ts'
import type { Meter } from '../observation/meter.ts'
import type { Delivery } from './delivery.ts'
import type { Trigger } from './trigger.ts'

/** Knows the triggers, makes the events of each commit, and has them delivered. */
export interface EventDesk extends CommitObserver {
  add(trigger: Trigger): void
  /** The deliveries of a commit, made once: the journal keeps those that must survive. */
  readonly deliveriesOf: (commit: Commit) => readonly Delivery[]
  /** Takes up deliveries that an earlier process left; each starts when its trigger is added again. */
  resume(deliveries: readonly Delivery[]): void
  idle(): Promise<void>
  close(): void
}

interface Registered {
  trigger: Trigger
  database: string
  wants: ReturnType<typeof compileTrigger>
}

const since = () => Date.now()

/** A desk without triggers. `done` hears of every delivery that is over, accepted or given up. */
export function createEventDesk(meter: Meter, done: (delivery: Delivery) => void): EventDesk {
  const triggers = new Map<string, Registered>()
  const made = new WeakMap<Commit, readonly Delivery[]>()
  let left: readonly Delivery[] = []
  const courier = createCourier({
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
      .flatMap(({ trigger, wants }) =>
        commit.changes.filter(wants).map((change) => {
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
      triggers.set(trigger.id, { trigger, database, wants: compileTrigger(trigger) })
      const { true: own = [], false: others = [] } = Object.groupBy(
        left,
        (one) => `${one.trigger === trigger.id}`,
      )
      left = others
      for (const delivery of own) courier.send({ ...delivery, url: trigger.url, retry: trigger.retry })
    },
    deliveriesOf,
    resume(deliveries) {
      left = [...left, ...deliveries]
    },
    applied(commit) {
      for (const delivery of deliveriesOf(commit)) courier.send(delivery)
    },
    idle: () => courier.idle(),
    close: () => courier.close(),
  }
}
