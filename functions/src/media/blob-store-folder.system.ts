import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { errorCode } from '../kernel/error-code.ts'
import type { BlobStore } from './blob-store.ts'

/** Files of messages in a folder of this machine: what a local stack has in the place of a bucket. */
export function folderBlobStore(folder: string): BlobStore {
  const pathOf = (name: string): string => join(folder, name)
  return {
    async put(name, bytes) {
      const path = pathOf(name)
      await mkdir(dirname(path), { recursive: true })
      const unfinished = `${path}.${String(process.pid)}.part`
      try {
        await pipeline(bytes, createWriteStream(unfinished))
        await rename(unfinished, path)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
    },
    async open(name, range) {
      const path = pathOf(name)
      if (!(await isFile(path))) return null
      return Readable.toWeb(createReadStream(path, range))
    },
    async remove(name) {
      await rm(pathOf(name), { force: true })
    },
    async removeDaysBefore(day) {
      const old = (await daysIn(folder)).filter((name) => name < day)
      for (const name of old) await rm(pathOf(name), { recursive: true, force: true })
      return old.length
    },
  }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

async function daysIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name))
}
