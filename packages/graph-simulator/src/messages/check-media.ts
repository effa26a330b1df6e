/** Media objects in messages: an uploaded `id` or a public `link`, captions and file names. */
import { refuse } from '../graph/graph-error.ts'
import { forbidden, optionalBoolean, optionalText, webAddress, type JsonPart } from '../graph/json-part.ts'

export const mediaKinds = ['image', 'video', 'audio', 'document', 'sticker'] as const
export type MediaKind = (typeof mediaKinds)[number]

/** The MIME type of an uploaded media id; undefined when there is no such media. */
export type MediaLookup = (id: string) => string | undefined

const families: Readonly<Record<MediaKind, RegExp>> = {
  image: /^image\/(jpeg|png)$/,
  video: /^video\/(mp4|3gpp)$/,
  audio: /^audio\//,
  document: /./,
  sticker: /^image\/webp$/,
}

/** Refuses a media object without exactly one of `id` and `link`, with an id that is not known, or with a text it cannot have. */
export function checkMedia(media: JsonPart, kind: MediaKind, mimeTypeOf: MediaLookup): void {
  const id = optionalText(media, 'id')
  const hasLink = optionalText(media, 'link') !== undefined
  if (id === undefined && !hasLink) throw refuse(131008, `Parameter ${media.path} needs an id or a link.`)
  if (id !== undefined && hasLink) throw refuse(100, `Param ${media.path} takes an id or a link, not both.`)
  if (hasLink) webAddress(media, 'link')
  if (id !== undefined) checkUploaded(media, kind, mimeTypeOf(id))
  checkTexts(media, kind)
}

function checkUploaded(media: JsonPart, kind: MediaKind, mimeType: string | undefined): void {
  if (mimeType === undefined) {
    throw refuse(
      131009,
      `Parameter ${media.path}.id is not the id of a media uploaded to this phone number, or it has expired.`,
    )
  }
  if (!families[kind].test(mimeType))
    throw refuse(131009, `Parameter ${media.path}.id is ${mimeType}, which cannot be sent as ${kind}.`)
}

function checkTexts(media: JsonPart, kind: MediaKind): void {
  if (kind === 'audio' || kind === 'sticker') forbidden(media, 'caption', `${kind} has no caption.`)
  else optionalText(media, 'caption', { max: 1024, min: 0 })
  if (kind === 'document') optionalText(media, 'filename', { max: 240 })
  else forbidden(media, 'filename', 'only documents have a file name.')
  if (kind === 'audio') optionalBoolean(media, 'voice')
}

/** The failure Meta reports later for a link that answers with a web page instead of the media; undefined for all others. */
export function linkFailure(media: JsonPart, kind: MediaKind): string | undefined {
  const link = media.value['link']
  if (typeof link !== 'string' || !/\.html?($|\?)/i.test(link)) return undefined
  const accepted = {
    image: 'image/jpeg, image/png',
    video: 'video/3gpp, video/mp4',
    audio: 'audio/ogg',
    document: 'application/pdf',
    sticker: 'image/webp',
  }
  const word = kind.charAt(0).toUpperCase() + kind.slice(1)
  return `Unsupported ${word} mime type text/html. Please use one of ${accepted[kind]}.`
}
