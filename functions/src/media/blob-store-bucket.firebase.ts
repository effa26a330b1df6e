import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { WaypostError } from '@waypost/contract'
import type { Storage } from 'firebase-admin/storage'
import { asArray, asObject } from '../kernel/untrusted-json.ts'
import type { BlobStore } from './blob-store.ts'

type Bucket = ReturnType<Storage['bucket']>

/** All our files are below it, so that a bucket may hold others too. */
const FOLDER = 'waypost-media/'

/**
 * Files of messages in Cloud Storage.
 * @param name of the bucket; empty: the project's own
 * @throws WaypostError `CONFIGURATION_INVALID` in a project without a bucket
 */
export function bucketBlobStore(storage: Storage, name: string): BlobStore {
  const bucket = bucketOf(storage, name)
  const fileOf = (name: string) => bucket.file(`${FOLDER}${name}`)
  return {
    async put(name, bytes, { mimeType, until }) {
      await pipeline(
        bytes,
        fileOf(name).createWriteStream({
          // One request: a retry starts over, and an interrupted upload leaves nothing behind.
          resumable: false,
          // `customTime` lets a lifecycle rule of the bucket delete it too.
          metadata: {
            contentType: mimeType,
            customTime: until.toISOString(),
            cacheControl: 'private, no-store',
          },
        }),
      )
    },
    async open(name, range) {
      const file = fileOf(name)
      const [exists] = await file.exists()
      if (!exists) return null
      return Readable.toWeb(file.createReadStream(range))
    },
    async remove(name) {
      await fileOf(name).delete({ ignoreNotFound: true })
    },
    async removeDaysBefore(day) {
      const old = (await daysIn(bucket)).filter((name) => name < day)
      for (const name of old) await bucket.deleteFiles({ prefix: `${FOLDER}${name}/` })
      return old.length
    },
  }
}

function bucketOf(storage: Storage, name: string): Bucket {
  try {
    return name === '' ? storage.bucket() : storage.bucket(name)
  } catch (cause) {
    throw new WaypostError('CONFIGURATION_INVALID', {
      message: 'No bucket for media. Set MEDIA_BUCKET, or set up Cloud Storage in the Firebase console.',
      cause,
    })
  }
}

/** The days that have files, without listing the files. */
async function daysIn(bucket: Bucket): Promise<string[]> {
  const [, , answer] = await bucket.getFiles({ prefix: FOLDER, delimiter: '/', autoPaginate: false })
  const prefixes = asArray(asObject(answer)['prefixes'])
  return prefixes.map((prefix) => String(prefix).slice(FOLDER.length, -1))
}
