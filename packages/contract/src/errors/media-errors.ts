import type { ErrorDefinition } from './error-definition.ts'

/** Refusals of a download or an upload of media. */
export const mediaErrors = {
  MEDIA_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'Media not found.',
    hint: 'Use the id of its message (`msg_…`). Media is stored as long as its message, for the owners of the session.',
  },
  MEDIA_PENDING: {
    status: 409,
    retry: 'later',
    title: 'The media is still being fetched from Meta.',
    hint: 'Try again after the time in `Retry-After`.',
  },
  MEDIA_NOT_KEPT: {
    status: 410,
    retry: 'never',
    title: 'The media is not available.',
    hint: 'Ask the contact to send it again. `media.reason` of the message has the cause.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    retry: 'never',
    title: 'WhatsApp does not accept files of this type.',
    hint: 'Send the right `Content-Type` with the file: JPEG, PNG, WebP, MP4, 3GPP, AAC, AMR, MP3, OGG (Opus), PDF, plain text or an Office document.',
  },
  MEDIA_TOO_LARGE: {
    status: 413,
    retry: 'never',
    title: 'The file is larger than WhatsApp or this service accepts.',
    hint: 'Limits: images 5 MB, stickers 500 kB, audio and video 16 MB, documents 32 MB (100 MB by `link`).',
  },
} as const satisfies Record<string, ErrorDefinition>
