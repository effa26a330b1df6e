import type { ErrorDefinition } from './error-definition.ts'

/** Why a file cannot be had, or not be uploaded. */
export const mediaErrors = {
  MEDIA_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'There is no such media, or it is not yours.',
    hint: 'Name it by the id of the message it came with (`msg_…`). Media is kept as long as its message, for the owners of the session.',
  },
  MEDIA_PENDING: {
    status: 409,
    retry: 'later',
    title: 'The media is still being fetched from Meta.',
    hint: 'Ask again after the time in `Retry-After`.',
  },
  MEDIA_NOT_KEPT: {
    status: 410,
    retry: 'never',
    title: 'The media could not be fetched from Meta.',
    hint: 'Ask the contact to send it again. The message says what stood in the way, in `media.because`.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    retry: 'never',
    title: 'WhatsApp does not take files of this type.',
    hint: 'Send the right `Content-Type` with the file: JPEG, PNG, WebP, MP4, 3GPP, AAC, AMR, MP3, OGG (Opus), PDF, plain text or an Office document.',
  },
  MEDIA_TOO_LARGE: {
    status: 413,
    retry: 'never',
    title: 'The file is larger than WhatsApp or this service takes.',
    hint: 'At most: pictures 5 MB, stickers 500 kB, audio and video 16 MB. Documents may have 32 MB here, and 100 MB when they are sent by `link`.',
  },
} as const satisfies Record<string, ErrorDefinition>
