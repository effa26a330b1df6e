import { HTTPException } from 'hono/http-exception'
import { expect, it } from 'vitest'
import { readTask, showTask, taskHeaders } from './task.ts'

const QUEUE = 'projects/p/locations/l/queues/work'
const NOW = new Date('2026-01-01T00:00:00Z')
const at = { now: NOW, newId: () => 'generated' }
const read = (task: object) => readTask({ task }, QUEUE, at)

it('fills in what a create call leaves out', () => {
  expect(read({ httpRequest: { body: 'e30=' } })).toEqual({
    name: `${QUEUE}/tasks/generated`,
    queue: QUEUE,
    url: '',
    headers: {},
    body: 'e30=',
    scheduleAt: NOW.getTime(),
    createdAt: NOW.getTime(),
    dispatchDeadlineSeconds: 600,
    failedAttempts: 0,
    executions: 0,
  })
})

it('keeps a future schedule time, and moves a past one to now', () => {
  const scheduled = (scheduleTime: string) => read({ httpRequest: {}, scheduleTime }).scheduleAt
  expect(scheduled('2026-01-01T01:00:00Z')).toBe(NOW.getTime() + 3_600_000)
  expect(scheduled('2025-12-31T23:00:00Z')).toBe(NOW.getTime())
})

it('reads the deadline of a dispatch', () => {
  expect(read({ httpRequest: {}, dispatchDeadline: '15s' }).dispatchDeadlineSeconds).toBe(15)
})

it.each([
  [undefined, 'task.httpRequest is missing.'],
  [{}, 'task.httpRequest is missing.'],
  [{ task: {} }, 'task.httpRequest is missing.'],
  [{ task: { httpRequest: {}, name: 'other/tasks/a' } }, `task.name must start with ${QUEUE}/tasks/.`],
  [{ task: { httpRequest: {}, scheduleTime: 'soon' } }, 'task.scheduleTime is not an RFC 3339 time.'],
])('refuses %j with 400', (body, message) => {
  let refusal: unknown
  try {
    readTask(body, QUEUE, at)
  } catch (error) {
    refusal = error
  }
  expect(refusal).toBeInstanceOf(HTTPException)
  expect(refusal).toMatchObject({ status: 400, message })
})

it('shows a task in the form of the API', () => {
  const task = read({ name: `${QUEUE}/tasks/a`, httpRequest: { url: 'http://x', headers: { a: 'b' } } })
  expect(showTask({ ...task, failedAttempts: 2 })).toEqual({
    name: `${QUEUE}/tasks/a`,
    httpRequest: { url: 'http://x', headers: { a: 'b' }, body: '', httpMethod: 'POST' },
    scheduleTime: '2026-01-01T00:00:00.000Z',
    createTime: '2026-01-01T00:00:00.000Z',
    dispatchDeadline: '600s',
    dispatchCount: 2,
  })
})

it('adds the headers of Cloud Tasks', () => {
  const task = read({ name: `${QUEUE}/tasks/a`, httpRequest: {} })
  expect(taskHeaders(task)).toEqual({
    'content-type': 'application/json',
    'user-agent': 'Google-Cloud-Tasks',
    'x-cloudtasks-queuename': 'work',
    'x-cloudtasks-taskname': 'a',
    'x-cloudtasks-taskretrycount': '0',
    'x-cloudtasks-taskexecutioncount': '0',
    'x-cloudtasks-tasketa': '1767225600.000000',
  })
})

it('reports earlier attempts', () => {
  const task = { ...read({ httpRequest: {} }), failedAttempts: 3, executions: 1, lastStatus: 503 }
  expect(taskHeaders(task)).toMatchObject({
    'x-cloudtasks-taskretrycount': '3',
    'x-cloudtasks-taskexecutioncount': '1',
    'x-cloudtasks-taskpreviousresponse': '503',
  })
})

it('prefers the content type of the task, in any spelling, and never its Cloud Tasks headers', () => {
  const headers = { 'Content-Type': 'text/plain', 'X-CloudTasks-TaskName': 'forged' }
  const sent = taskHeaders(read({ name: `${QUEUE}/tasks/a`, httpRequest: { headers } }))
  expect(sent['content-type']).toBe('text/plain')
  expect(sent['x-cloudtasks-taskname']).toBe('a')
  expect(Object.keys(sent).filter((name) => /content-type/i.test(name))).toHaveLength(1)
})
