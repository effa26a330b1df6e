/**
 * Persists the queues: one line per change, written before it takes effect; opening the file compacts it.
 * A killed process loses nothing that was acknowledged.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Task } from './task.ts'

type Line = { task: Task } | { used: string; at: number }

export interface TaskJournal {
  tasks: Task[]
  /** Names of finished tasks with the time they ended, in milliseconds. */
  usedNames: [name: string, usedAt: number][]
  save: (task: Task) => void
  remove: (name: string, usedAt: number) => void
  close: () => void
}

/** Opens the journal at `path`; without a path nothing is stored. Names used more than an hour ago are dropped. */
export function openTaskJournal(path: string | undefined, now: Date): TaskJournal {
  const tasks = new Map<string, Task>()
  const usedNames = new Map<string, number>()
  for (const line of path === undefined ? [] : readLines(path)) {
    if ('task' in line) {
      tasks.set(line.task.name, line.task)
      continue
    }
    tasks.delete(line.used)
    if (now.getTime() - line.at < 3_600_000) usedNames.set(line.used, line.at)
  }
  const file = path === undefined ? undefined : rewrite(path, [...tasks.values()], [...usedNames])
  const append = (line: Line) => {
    if (file !== undefined) writeSync(file, JSON.stringify(line) + '\n')
  }
  return {
    tasks: [...tasks.values()],
    usedNames: [...usedNames],
    save: (task) => {
      append({ task })
    },
    remove: (name, usedAt) => {
      append({ used: name, at: usedAt })
    },
    close: () => {
      if (file !== undefined) closeSync(file)
    },
  }
}

function readLines(path: string): Line[] {
  if (!existsSync(path)) return []
  const text = readFileSync(path, 'utf8')
  // An incomplete last line was never acknowledged: the process was killed while writing it.
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}

function rewrite(path: string, tasks: Task[], usedNames: [string, number][]): number {
  const lines: Line[] = [...tasks.map((task) => ({ task })), ...usedNames.map(([used, at]) => ({ used, at }))]
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, lines.map((line) => JSON.stringify(line) + '\n').join(''))
  renameSync(`${path}.new`, path)
  return openSync(path, 'a')
}
