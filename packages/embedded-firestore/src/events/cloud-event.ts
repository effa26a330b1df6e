import { randomUUID } from 'node:crypto'
import { toJson } from '../protocol/json.ts'
import { toProtocol } from '../engine/document.ts'
import { microsText } from '../values/timestamp.ts'
import type { Change, StoredDocument } from '../engine/document.ts'
import type { Commit } from '../engine/engine.ts'
import type { Trigger } from './trigger.ts'

/** A document event as a structured CloudEvent in JSON, the form functions decode without private imports. */
export interface DocumentEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly type: string
  readonly source: string
  readonly subject: string
  readonly time: string
  readonly project: string
  readonly database: string
  readonly namespace: '(default)'
  readonly location: string
  readonly document: string
  readonly datacontenttype: 'application/json'
  readonly data: { readonly value?: object; readonly oldValue?: object }
  readonly authtype?: string
  readonly authid?: string
}

const side = (document: StoredDocument | undefined) => document && toJson('Document', toProtocol(document))

/** Creates a trigger's event. The auth context names no end user, because only servers have access. */
export function documentEvent(trigger: Trigger, { database, time }: Commit, change: Change): DocumentEvent {
  const [value, oldValue] = [side(change.after), side(change.before)]
  const [, project = '', , databaseId = ''] = database.name.split('/')
  return {
    specversion: '1.0',
    id: randomUUID(),
    type: trigger.eventType,
    source: `//firestore.googleapis.com/${database.name}`,
    subject: `documents/${change.path}`,
    time: microsText(time),
    project,
    database: databaseId,
    namespace: '(default)',
    location: 'nam5',
    document: change.path,
    datacontenttype: 'application/json',
    data: { ...(value && { value }), ...(oldValue && { oldValue }) },
    ...(trigger.eventType.endsWith('.withAuthContext') && {
      authtype: 'service_account',
      authid: 'embedded-firestore',
    }),
  }
}
