import { invalidField, WaypostError } from '@waypost/contract'
import type { UploadedFile } from './route.ts'

/** A request whose body was not read yet. */
export interface UploadRequest {
  header(name: string): string | undefined
  arrayBuffer(): Promise<ArrayBuffer>
  /** The parts of a form: texts and files. Rejects for what is no form. */
  parseBody(options: { all: true }): Promise<Readonly<Record<string, unknown>>>
}

/** The part of a form that is the file. */
const PART = 'file'

/**
 * The file that a request brings: its body, or the part `file` of a form. Other parts of the form, where they are
 * texts, come beside it.
 * @throws WaypostError `INVALID_REQUEST` for a form that has no file or several, or cannot be read
 */
export async function readUploadedFile(request: UploadRequest): Promise<UploadedFile> {
  const mimeType = request.header('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(mimeType))
    return { bytes: new Uint8Array(await request.arrayBuffer()), mimeType, fields: {} }
  const form = await formOf(request)
  const repeated = Object.entries(form).find(([, part]) => Array.isArray(part))
  if (repeated) throw invalidField(`/${repeated[0]}`, 'is sent more than once: one file per request')
  const file = form[PART]
  if (!(file instanceof File))
    throw new WaypostError('INVALID_REQUEST', {
      message: 'The form has no file: send it as the part `file`, with a file name.',
      fields: [{ path: `/${PART}`, message: 'is required' }],
    })
  const texts = Object.entries(form).filter((part): part is [string, string] => typeof part[1] === 'string')
  return {
    bytes: new Uint8Array(await file.arrayBuffer()),
    mimeType: file.type,
    ...(file.name !== '' && { filename: file.name }),
    fields: Object.fromEntries(texts),
  }
}

async function formOf(request: UploadRequest): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await request.parseBody({ all: true })
  } catch (cause) {
    throw new WaypostError('INVALID_REQUEST', {
      message: 'The form cannot be read: let the HTTP client write its Content-Type, with the boundary.',
      cause,
    })
  }
}
