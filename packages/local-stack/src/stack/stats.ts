/** `npm run stack:stats`: what the running stack uses of the machine. */
import { StackError } from '../stack-error.ts'
import { readStackFile } from '../stack-file.ts'

/** Memory of one process in bytes; absent when the process does not answer. */
export interface ProcessMemory {
  name: string
  pid: number
  rss?: number
  heapUsed?: number
}

/** Prints a line per process, and the sum; throws a StackError when no stack runs. */
export async function printStats(portOffset: number): Promise<void> {
  const stack = readStackFile(portOffset)
  const response = stack && (await fetch(`${stack.clockUrl}/processes`).catch(() => undefined))
  if (!response?.ok) throw new StackError('No stack is running here. Start one with: npm start')
  const processes = (await response.json()) as ProcessMemory[]
  const sum = {
    name: 'sum',
    pid: undefined,
    rss: total(processes, 'rss'),
    heapUsed: total(processes, 'heapUsed'),
  }
  console.log(row(['process', 'pid', 'heap MB', 'RSS MB']))
  for (const { name, pid, heapUsed, rss } of [...processes, sum]) {
    console.log(row([name, String(pid ?? ''), megabytes(heapUsed), megabytes(rss)]))
  }
}

function total(processes: ProcessMemory[], key: 'rss' | 'heapUsed'): number {
  return processes.reduce((sum, process) => sum + (process[key] ?? 0), 0)
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '?' : (bytes / 2 ** 20).toFixed(0)
}

function row([name = '', ...numbers]: string[]): string {
  return name.padEnd(24) + numbers.map((number) => number.padStart(10)).join('')
}
