/** A task as stored, and its form in the Cloud Tasks API. */
import { HTTPException } from 'hono/http-exception'

export interface Task {
  /** projects/P/locations/L/queues/Q/tasks/ID */
  name: string
  queue: string
  /** Empty = the function of the queue's name. */
  url: string
  headers: Record<string, string>
  /** Base64, as received. */
  body: string
  scheduleAt: number
  createdAt: number
  dispatchDeadlineSeconds: number
  failedAttempts: number
  /** Answers other than 5xx, which Cloud Tasks counts separately. */
  executions: number
  firstAttemptAt?: number
  lastStatus?: number
}

interface TaskInput {
  name?: string
  httpRequest?: { url?: string; headers?: Record<string, string>; body?: string }
  scheduleTime?: string
  dispatchDeadline?: string
}

/** Reads the body of a create call; throws a 400 refusal that says which member is wrong. */
export function readTask(body: unknown, queue: string, at: { now: Date; newId: () => string }): Task {
  const input = (body as { task?: TaskInput } | undefined)?.task
  if (!input?.httpRequest) throw new HTTPException(400, { message: 'task.httpRequest is missing.' })
  const name = input.name ?? `${queue}/tasks/${at.newId()}`
  if (!name.startsWith(`${queue}/tasks/`))
    throw new HTTPException(400, { message: `task.name must start with ${queue}/tasks/.` })
  const now = at.now.getTime()
  const scheduleAt = input.scheduleTime === undefined ? now : Date.parse(input.scheduleTime)
  if (Number.isNaN(scheduleAt))
    throw new HTTPException(400, { message: 'task.scheduleTime is not an RFC 3339 time.' })
  return {
    name,
    queue,
    url: input.httpRequest.url ?? '',
    headers: input.httpRequest.headers ?? {},
    body: input.httpRequest.body ?? '',
    scheduleAt: Math.max(scheduleAt, now),
    createdAt: now,
    dispatchDeadlineSeconds: Number.parseFloat(input.dispatchDeadline ?? '600s'),
    failedAttempts: 0,
    executions: 0,
  }
}

/** A task as the Cloud Tasks API shows it. */
export function showTask(task: Task): Record<string, unknown> {
  return {
    name: task.name,
    httpRequest: { url: task.url, headers: task.headers, body: task.body, httpMethod: 'POST' },
    scheduleTime: new Date(task.scheduleAt).toISOString(),
    createTime: new Date(task.createdAt).toISOString(),
    dispatchDeadline: `${task.dispatchDeadlineSeconds}s`,
    dispatchCount: task.failedAttempts,
  }
}

/** The headers Cloud Tasks adds. https://cloud.google.com/tasks/docs/creating-http-target-tasks#handler */
export function taskHeaders(task: Task): Record<string, string> {
  const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1)
  // Header names are case-insensitive: two spellings of one would be joined into an invalid value.
  const given = Object.fromEntries(
    Object.entries(task.headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const retried =
    task.lastStatus === undefined ? {} : { 'x-cloudtasks-taskpreviousresponse': String(task.lastStatus) }
  return {
    'content-type': 'application/json',
    ...given,
    'user-agent': 'Google-Cloud-Tasks',
    'x-cloudtasks-queuename': lastPart(task.queue),
    'x-cloudtasks-taskname': lastPart(task.name),
    'x-cloudtasks-taskretrycount': String(task.failedAttempts),
    'x-cloudtasks-taskexecutioncount': String(task.executions),
    'x-cloudtasks-tasketa': (task.scheduleAt / 1000).toFixed(6),
    ...retried,
  }
}
