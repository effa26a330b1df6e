import type { Firestore } from 'firebase-admin/firestore'
import type { CurrentCallersNeeds } from '../auth/current-callers.ts'
import type { UserPhone } from '../auth/user-phone.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import type { EventPublisher } from '../deliveries/event-publisher.ts'
import type { InboxStore } from '../inbox/inbox-store.ts'
import type { IntakeDatabase } from '../intake/batch-write.firestore.ts'
import type { KernelServices } from '../kernel/kernel-services.ts'
import type { Sleep } from '../kernel/throttle.ts'
import type { TaskQueue } from '../kernel/task-queue.ts'
import type { BlobStore } from '../media/blob-store.ts'
import type { MessageStore } from '../messages/message-store.ts'
import type { OutboxStore } from '../outbox/outbox-store.ts'
import type { Settings } from './settings.ts'

/** What differs between a deployment, the engine tests and the crash process. Everything else is composed the same. */
export interface Platform extends Omit<KernelServices, 'alert'> {
  readonly settings: Settings
  readonly db: Firestore
  /** The same database, for the writes of the intake. */
  readonly intakeDatabase: IntakeDatabase
  readonly sleep: Sleep
  readonly userPhone: UserPhone
  readonly currentUser: CurrentCallersNeeds['currentUser']
  /** Asked for with the first file: the client of Cloud Storage is large. */
  readonly blobStore: () => Promise<BlobStore>
  readonly intercept: Interceptors
}

/** Wrap ports before services receive them. Deployments have none; tests record or break calls. */
export type Interceptors = {
  readonly [Name in keyof InterceptedPorts]?: (port: InterceptedPorts[Name]) => InterceptedPorts[Name]
}

interface InterceptedPorts {
  readonly conversations: ConversationStore
  readonly eventPublisher: EventPublisher
  readonly inbox: InboxStore
  readonly messages: MessageStore
  readonly outbox: OutboxStore
  readonly tasks: TaskQueue
}
