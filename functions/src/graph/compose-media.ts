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

/** Our media in Meta's words. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages#media-object */
export const composeMedia = ({ mediaId, ...rest }: Media): GraphMedia => ({
  ...(mediaId !== undefined && { id: mediaId }),
  ...rest,
})
