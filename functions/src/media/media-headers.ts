import { bareMimeType, mediaTypes } from '@waypost/contract'
import type { MessageMedia } from '../messages/message-media.ts'

/**
 * The headers of a file that a stranger sent. A browser shall neither run it nor take it for something else: only the
 * types that WhatsApp knows keep their name, it is a download, and what opens it all the same opens it in a sandbox.
 */
export function mediaHeaders({ mimeType, filename }: MessageMedia, id: string): Record<string, string> {
  return {
    'content-type': servedType(mimeType),
    'content-disposition': contentDisposition(filename ?? `${id}${endingOf(mimeType)}`),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
    vary: 'authorization, origin',
    'accept-ranges': 'bytes',
  }
}

const servedType = (mimeType: string): string => {
  const bare = bareMimeType(mimeType)
  if (!mediaTypes.has(bare)) return 'application/octet-stream'
  return bare === 'text/plain' ? 'text/plain; charset=utf-8' : bare
}

/**
 * A file name that no header and no file system can stumble over: without control characters, quotes and slashes, in
 * ASCII for old programs and in full for the others (RFC 6266).
 */
export function contentDisposition(filename: string): string {
  const clean = filename
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"\\/:*?<>|]/gu, '_')
    .replace(/^[. ]+/, '_')
    .slice(-150)
    .toWellFormed()
  const name = clean === '' ? 'file' : clean
  const ascii = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll('%', '_')
  const full = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${full}`
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'video/3gpp': '.3gp',
  'audio/aac': '.aac',
  'audio/amr': '.amr',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'audio/ogg': '.ogg',
  'audio/opus': '.opus',
  'application/pdf': '.pdf',
  'text/plain': '.txt',
}

const endingOf = (mimeType: string): string => endings[bareMimeType(mimeType)] ?? ''
