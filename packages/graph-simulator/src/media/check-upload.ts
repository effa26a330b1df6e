/** Types and sizes the Cloud API takes: developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types */
import { refuse } from '../graph/graph-error.ts'

const KB = 1024
const MB = 1024 * KB

const office = 'application/vnd.openxmlformats-officedocument'

const limits: ReadonlyMap<string, number> = new Map([
  ...['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus'].map(
    (type) => [type, 16 * MB] as const,
  ),
  ...['video/mp4', 'video/3gpp'].map((type) => [type, 16 * MB] as const),
  ...['image/jpeg', 'image/png'].map((type) => [type, 5 * MB] as const),
  ['image/webp', 500 * KB],
  ...[
    'text/plain',
    'application/pdf',
    'application/msword',
    'application/vnd.ms-excel',
    'application/vnd.ms-powerpoint',
    `${office}.wordprocessingml.document`,
    `${office}.spreadsheetml.sheet`,
    `${office}.presentationml.presentation`,
  ].map((type) => [type, 100 * MB] as const),
])

/** Refuses an upload of another type (100) or one that is empty or too large (100). `size` in bytes. */
export function checkUpload(mimeType: string, size: number): void {
  const bare = mimeType.split(';')[0]?.trim() ?? ''
  const max = limits.get(bare)
  if (max === undefined)
    throw refuse(
      100,
      `Param file must be a file with one of the following types: ${[...limits.keys()].join(', ')}. Received file of type '${mimeType}'.`,
    )
  if (size === 0) throw refuse(100, 'Param file is empty.')
  if (size > max)
    throw refuse(100, `Param file is too large for ${bare}: ${size} bytes, at most ${max} are taken.`)
}
