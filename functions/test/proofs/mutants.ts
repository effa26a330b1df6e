/** A change of one place of the sources that a test must notice. */
export interface Mutant {
  readonly name: string
  /** Below `functions/src`. */
  readonly file: string
  /** Exactly one place of the file. */
  readonly find: string
  readonly replace: string
  /** The shortest test that fails: a file below `functions/test` or `functions/src`, and part of its name. */
  readonly proof: string
  readonly only?: string
}

const writes = 'messages/message-writes.firestore.ts'
const store = 'messages/message-store.firestore.ts'
const intake = 'intake/receive-webhook.ts'
const batchWrite = 'intake/batch-write.firestore.ts'
const due = 'dispatch/process-due.ts'
const attempts = 'test/engine/two-attempts.test.ts'
const lostAnswers = 'test/engine/lost-answers.test.ts'
const sending = 'test/engine/sending.test.ts'
const trouble = 'test/intake/failures.test.ts'
const unreadable = 'test/engine/unreadable-documents.test.ts'

/** Each mechanism of docs/explanation/reliability.md has at least one. */
export const mutants: readonly Mutant[] = [
  {
    name: 'settling ignores the attempt number',
    file: writes,
    find: 'current.attempt === claimed.attempt && from.includes(current.sending)',
    replace: 'from.includes(current.sending)',
    proof: attempts,
  },
  {
    name: 'a late outcome overwrites any state',
    file: writes,
    find: 'current.attempt === claimed.attempt && from.includes(current.sending)',
    replace: 'current.attempt === claimed.attempt',
    proof: attempts,
  },
  {
    name: 'a claim has no precondition',
    file: writes,
    find: '{ ...fields(change), writer }, ifUnchangedSince(message.version))',
    replace: '{ ...fields(change), writer })',
    proof: 'test/proofs/concurrency.test.ts',
  },
  {
    name: 'a message is stored with set instead of create',
    file: store,
    find: '.create(messages.doc(message.id), { ...toStored(message), writer })',
    replace: '.set(messages.doc(message.id), { ...toStored(message), writer })',
    proof: 'test/proofs/concurrency.test.ts',
    only: 'fifty requests',
  },
  {
    name: 'an unknown outcome is taken for not sent',
    file: 'graph/graph-client.undici.ts',
    find: "kind: started ? 'unknown' : 'not-sent'",
    replace: "kind: 'not-sent'",
    proof: sending,
    only: 'lost answer',
  },
  {
    name: 'the idempotency key is ignored',
    file: 'dispatch/create-message.ts',
    find: "idempotency && derivedId('msg', owner",
    replace: "undefined && derivedId('msg', owner",
    proof: sending,
    only: 'repeated requests',
  },
  {
    name: 'a lease that expired is retried at once',
    file: due,
    find: "if (message.sending === 'sending') return applySettlement(message, leaseExpired(needs), needs)",
    replace: "if (message.sending === 'sending') return claimAndSend(message, needs)",
    proof: 'test/engine/stale-task.test.ts',
    only: 'lease of an attempt',
  },
  {
    name: 'a claimed message has no due time',
    file: 'dispatch/initial-state.ts',
    find: '    wakeAt: leaseEnd(now),\n',
    replace: '',
    proof: sending,
    only: 'stopped in the middle',
  },
  {
    name: 'the writer of a new message is not recognized',
    file: store,
    find: "document.get('writer') === writer",
    replace: 'false',
    proof: lostAnswers,
    only: 'new message',
  },
  {
    name: 'the writer of a claim is not recognized',
    file: writes,
    find: "return document.get('writer') === writer ? parseStored(document) : null",
    replace: 'return null',
    proof: lostAnswers,
    only: 'own claim',
  },
  {
    name: 'the writer of an outcome is not recognized',
    file: writes,
    find: "if (document.get('writer') === writer) return current",
    replace: '',
    proof: lostAnswers,
    only: 'own outcome',
  },
  {
    name: 'a task sends whatever attempt it was for',
    file: 'dispatch/run-queued-attempt.ts',
    find: 'if (message.attempt !== work.attempt - 1 || !isWaiting(message))',
    replace: 'if (!isWaiting(message))',
    proof: 'test/engine/stale-task.test.ts',
  },
  {
    name: 'a handed-over task ignores that the message was changed',
    file: 'dispatch/run-queued-attempt.ts',
    find: "if (message.wakeAt?.toISOString() !== work.wakeAt) return 'outdated'",
    replace: '',
    proof: 'test/engine/stale-task.test.ts',
  },
  {
    name: 'a status does not settle an unknown outcome',
    file: due,
    find: 'if (isKnownToMeta(message))',
    replace: 'if (false as boolean)',
    proof: sending,
    only: 'lost answer',
  },
  {
    name: 'a write that failed for now is left out, and the answer is 200',
    file: intake,
    find: "if (outcome !== 'missing' && outcome.transient) throw new Error(`A write was not done: ${reason}`)",
    replace: "if (outcome !== 'missing' && outcome.transient) return",
    proof: trouble,
    only: 'one write of the call',
  },
  {
    name: 'a status creates a message that is not there',
    file: batchWrite,
    find: '    currentDocument: { exists: true },\n',
    replace: '',
    proof: trouble,
    only: 'one message is gone',
  },
  {
    name: 'a body counts as seen before it is stored',
    file: intake,
    find: '  const now = needs.clock.now()\n  const reasons',
    replace: '  needs.seen.add(hash)\n  const now = needs.clock.now()\n  const reasons',
    proof: trouble,
    only: 'did not take it',
  },
  {
    name: 'a hold is ignored',
    file: 'dispatch/claim-and-send.ts',
    find: "if (!hold || message.mode !== 'live' || (trial && hold.outage)) return null",
    replace: 'if (!hold || !trial) return null',
    proof: 'test/engine/stale-task.test.ts',
    only: 'hold',
  },
  {
    name: 'an unknown outcome is resent although ifUnknown is fail',
    file: 'dispatch/unknown-outcome.ts',
    find: "message.ifUnknown === 'resend' && unknownAttempts",
    replace: 'unknownAttempts',
    proof: sending,
    only: 'no status explains it',
  },
  {
    name: 'an outbox document is not in the commit of its message',
    file: writes,
    find: 'if (path !== null) batch.update',
    replace: 'if (path === undefined) batch.update',
    proof: 'test/proofs/outbox-status.test.ts',
    only: 'same commit',
  },
  {
    name: 'progress takes the minimum',
    file: batchWrite,
    find: "fieldPath: 'progress', maximum:",
    replace: "fieldPath: 'progress', minimum:",
    proof: 'test/intake/order-of-statuses.test.ts',
    only: 'furthest status',
  },
  {
    name: 'a resumption wakes one page only',
    file: 'dispatch/resume-session.ts',
    find: '    isEmpty = page.length < limit\n',
    replace: '    isEmpty = true\n',
    proof: 'test/engine/requeue-held.test.ts',
    only: 'in one run',
  },
  {
    name: 'the sweep stops at the first trouble',
    file: 'dispatch/sweep-due-messages.ts',
    find: "    needs.log.error('sweep.hand_over_failed', { sessionId: session.id }, error)\n",
    replace: '    throw error\n',
    proof: 'test/engine/stale-task.test.ts',
    only: 'other sessions',
  },
  {
    name: "Graph's time-out is longer than the lease",
    file: 'graph/graph-client.ts',
    find: 'GRAPH_TIMEOUT_SECONDS = 30',
    replace: 'GRAPH_TIMEOUT_SECONDS = 50',
    proof: 'src/dispatch/attempt-lease.test.ts',
  },
  {
    name: 'a message is sent although its lease is nearly over',
    file: 'dispatch/attempt-lease.ts',
    find: 'after(clock.now(), GRAPH_TIMEOUT_SECONDS) <= wakeAt',
    replace: 'clock.now() <= wakeAt',
    proof: 'src/dispatch/attempt-lease.test.ts',
  },
  {
    name: 'a REST call that failed is not repeated',
    file: 'intake/firestore-rest.system.ts',
    find: 'if (first && first.status < 500) return first',
    replace: 'if (first) return first',
    proof: trouble,
    only: 'tries a call',
  },
  {
    name: 'an unreadable document stops a list',
    file: 'kernel/unreadable-documents.firestore.ts',
    find: '      await setAside(document, error)\n    }\n  return parsed',
    replace: '      throw error\n    }\n  return parsed',
    proof: unreadable,
    only: 'missing field in conversations',
  },
  {
    name: 'an unreadable document keeps its next action',
    file: 'kernel/unreadable-documents.firestore.ts',
    find: '...Object.fromEntries(due.map((field) => [field, FieldValue.delete()])),',
    replace: '',
    proof: unreadable,
    only: 'newer release wrote',
  },
  {
    name: 'the messages of an unreadable session fail',
    file: 'composition/sessions.ts',
    find: 'if (!found && store.isUnreadable(id)) throw',
    replace: 'if (id === undefined) throw',
    proof: unreadable,
    only: 'keeps messages of a session',
  },
  {
    name: 'a message is sent after its notAfter',
    file: 'dispatch/claim-and-send.ts',
    find: 'if (now > notAfter)',
    replace: 'if (now < new Date(0))',
    proof: sending,
    only: 'never sends after notAfter',
  },
]
