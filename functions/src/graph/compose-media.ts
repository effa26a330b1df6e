/** A file as Meta takes it: by `link`, or by the `id` of an upload. */
export interface GraphMedia {
  link?: string
  id?: string
  caption?: string
  filename?: string
  voice?: boolean
}

interface Media {
  readonly link?: string
  readonly mediaId?: string
  readonly caption?: string
  readonly filename?: string
  readonly voice?: boolean
}

/** The file name at the end of a link: without one WhatsApp shows "Untitled". An upload does not tell us its name. */
export function fileNameOf(link: string | undefined): { filename?: string } {
  const path = link === undefined ? null : URL.parse(link)?.pathname
  const name = /[^/]+\.\w{1,10}$/.exec(path ?? '')?.[0]
  return name === undefined ? {} : { filename: decoded(name).slice(-MAX_NAME_LENGTH).toWellFormed() }
}

const MAX_NAME_LENGTH = 240

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Our media in Meta's words. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages#media-object */
export const composeMedia = ({ mediaId, ...rest }: Media): GraphMedia => ({
  ...(mediaId !== undefined && { id: mediaId }),
  ...rest,
})
