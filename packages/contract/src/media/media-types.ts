/**
 * The file types that WhatsApp accepts, and their size limits.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
 */
const KB = 1024
const MB = 1024 * KB

const openDocument = 'application/vnd.openxmlformats-officedocument'

/** What a file of this type is sent as, and its greatest size in bytes. An animated sticker may have 500 kB, others 100 kB. */
export interface MediaType {
  readonly sentAs: 'audio' | 'document' | 'image' | 'sticker' | 'video'
  readonly mostBytes: number
}

const families: readonly (MediaType & { readonly types: readonly string[] })[] = [
  {
    sentAs: 'audio',
    mostBytes: 16 * MB,
    types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus'],
  },
  { sentAs: 'video', mostBytes: 16 * MB, types: ['video/mp4', 'video/3gpp'] },
  { sentAs: 'image', mostBytes: 5 * MB, types: ['image/jpeg', 'image/png'] },
  { sentAs: 'sticker', mostBytes: 500 * KB, types: ['image/webp'] },
  {
    sentAs: 'document',
    mostBytes: 100 * MB,
    types: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      `${openDocument}.wordprocessingml.document`,
      `${openDocument}.spreadsheetml.sheet`,
      `${openDocument}.presentationml.presentation`,
    ],
  },
]

/** By MIME type, in small letters and without parameters. */
export const mediaTypes: ReadonlyMap<string, MediaType> = new Map(
  families.flatMap(({ types, ...media }) => types.map((type) => [type, media] as const)),
)

/** A MIME type without its parameters, in small letters: `audio/ogg; codecs=opus` is `audio/ogg`. */
export const bareMimeType = (mimeType: string): string => (mimeType.split(';')[0] ?? '').trim().toLowerCase()
