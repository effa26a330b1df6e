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
  /** Every complete record, oldest first. Whatever is read is to be put back by `replace` before anything is appended. */
  read(): object[]
  /** Returns once the record is with the operating system, where it survives the death of this process. */
  append(record: object): void
  /** Puts other records in the place of all; a crash leaves either the old or the new ones. */
  replace(records: Iterable<object>): void
  size(): number
  close(): void
}

const line = (record: object) => `${JSON.stringify(record)}\n`

/** A crash in the middle of a write leaves a last line without its end: it was never acknowledged, and is passed over. */
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

/** Opens the log, making it and its folder where there is none. */
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
        // A full disk may have taken half of the record: the next one must not follow on the same line.
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
