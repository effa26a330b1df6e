import {
  appendFileSync,
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** A file of JSON lines that only grows, until it is replaced as a whole. */
export interface LogFile {
  /** Reads every complete record, oldest first. Call `replace` with the result before the first `append`. */
  read(): object[]
  /** Returns after the record was written to the operating system, where it survives the end of this process. */
  append(record: object): void
  /** Replaces all records atomically: after a crash the file holds the old or the new ones. */
  replace(records: Iterable<object>): void
  size(): number
  close(): void
}

const line = (record: object) => `${JSON.stringify(record)}\n`

/** Skips an incomplete last line: the process died while writing it, so the commit was never acknowledged. */
const completeLines = (text: string) =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)

function parseLine(text: string, where: string): object {
  try {
    return JSON.parse(text) as object
  } catch (cause) {
    throw new Error(`${where} is damaged. Move the file away to start empty, or restore it from a copy.`, {
      cause,
    })
  }
}

const chunkBytes = 1024 * 1024

function writeAll(path: string, records: Iterable<object>): void {
  const fd = openSync(path, 'w')
  let pending = ''
  for (const record of records) {
    pending += line(record)
    if (pending.length < chunkBytes) continue
    appendFileSync(fd, pending)
    pending = ''
  }
  appendFileSync(fd, pending)
  fsyncSync(fd)
  closeSync(fd)
}

/** Opens the log; creates the file and its folder if absent. */
export function openLogFile(path: string): LogFile {
  mkdirSync(dirname(path), { recursive: true })
  let fd = openSync(path, 'a')
  let size = statSync(path).size
  return {
    read: () =>
      completeLines(readFileSync(path, 'utf8')).map((text, i) => parseLine(text, `Line ${i + 1} of ${path}`)),
    append(record) {
      const text = line(record)
      try {
        appendFileSync(fd, text)
      } catch (error) {
        // A full disk may have written half of the record: the next one must start on a new line.
        ftruncateSync(fd, size)
        throw error
      }
      size += Buffer.byteLength(text)
    },
    replace(records) {
      writeAll(`${path}.new`, records)
      renameSync(`${path}.new`, path)
      closeSync(fd)
      fd = openSync(path, 'a')
      size = statSync(path).size
    },
    size: () => size,
    close: () => closeSync(fd),
  }
}
