import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTaskJournal } from '../src/tasks/task-journal.ts'
import type { Task } from '../src/tasks/task.ts'

const NOW = new Date('2026-01-01T12:00:00Z')
const minutesAgo = (minutes: number) => NOW.getTime() - minutes * 60_000
let path: string
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'journal-'))
  path = join(directory, 'queues/tasks.ndjson')
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})

const task = (id: string, changes: Partial<Task> = {}): Task => ({
  name: `q/tasks/${id}`,
  queue: 'q',
  url: '',
  headers: {},
  body: 'e30=',
  scheduleAt: 0,
  createdAt: 0,
  dispatchDeadlineSeconds: 600,
  failedAttempts: 0,
  executions: 0,
  ...changes,
})
const open = (now = NOW) => openTaskJournal(path, now)
const lines = () => readFileSync(path, 'utf8').split('\n').filter(Boolean)

it('restores the newest state of each unfinished task', () => {
  const journal = open()
  journal.save(task('a'))
  journal.save(task('b'))
  journal.save(task('a', { failedAttempts: 1 }))
  journal.close()
  const restored = open()
  expect(restored.tasks).toEqual([task('a', { failedAttempts: 1 }), task('b')])
  restored.close()
})

it('restores a finished task as a used name', () => {
  const journal = open()
  journal.save(task('a'))
  journal.remove('q/tasks/a', minutesAgo(1))
  journal.close()
  const restored = open()
  expect(restored.tasks).toEqual([])
  expect(restored.usedNames).toEqual([['q/tasks/a', minutesAgo(1)]])
  restored.close()
})

it('drops names that were used more than an hour ago', () => {
  const journal = open()
  journal.remove('q/tasks/old', minutesAgo(61))
  journal.remove('q/tasks/recent', minutesAgo(59))
  journal.close()
  const restored = open()
  expect(restored.usedNames.map(([name]) => name)).toEqual(['q/tasks/recent'])
  restored.close()
})

it('writes each change before it returns', () => {
  const journal = open()
  journal.save(task('a'))
  expect(lines()).toHaveLength(1)
  journal.remove('q/tasks/a', minutesAgo(0))
  expect(lines()).toHaveLength(2)
  journal.close()
})

it('compacts the file when it is opened', () => {
  const journal = open()
  for (let attempt = 0; attempt < 5; attempt++) journal.save(task('a', { failedAttempts: attempt }))
  journal.save(task('b'))
  journal.remove('q/tasks/b', minutesAgo(90))
  journal.close()
  expect(lines()).toHaveLength(7)
  open().close()
  expect(lines()).toHaveLength(1)
})

it('skips an incomplete last line', () => {
  const journal = open()
  journal.save(task('a'))
  journal.close()
  appendFileSync(path, '{"task":{"name":"q/tasks/cut"')
  const restored = open()
  expect(restored.tasks.map(({ name }) => name)).toEqual(['q/tasks/a'])
  restored.save(task('c'))
  restored.close()
  expect(lines()).toHaveLength(2)
})

it('stores nothing without a path', () => {
  const journal = openTaskJournal(undefined, NOW)
  journal.save(task('a'))
  journal.remove('q/tasks/a', 0)
  journal.close()
  expect(existsSync(path)).toBe(false)
  expect(journal.tasks).toEqual([])
})
