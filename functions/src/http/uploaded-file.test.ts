import { isWaypostError } from '@waypost/contract'
import { expect, it } from 'vitest'
import { readUploadedFile, type UploadRequest } from './uploaded-file.ts'

const upload = (form: Readonly<Record<string, unknown>>): UploadRequest => ({
  header: () => 'multipart/form-data; boundary=x',
  arrayBuffer: async () => new ArrayBuffer(0),
  parseBody: async () => form,
})
const file = new File(['%PDF'], 'receipt.pdf', { type: 'application/pdf' })

async function faultOf(form: Readonly<Record<string, unknown>>): Promise<unknown> {
  try {
    await readUploadedFile(upload(form))
    return undefined
  } catch (error) {
    if (!isWaypostError(error)) throw error
    return error.fields
  }
}

it('reads the part `file` and the texts beside it', async () => {
  expect(await readUploadedFile(upload({ file, session: 'ses_1' }))).toMatchObject({
    filename: 'receipt.pdf',
    mimeType: 'application/pdf',
    fields: { session: 'ses_1' },
  })
})

it('refuses a part that comes twice', async () => {
  const message = 'is sent more than once: one file per request'
  expect(await faultOf({ file: [file, file] })).toEqual([{ path: '/file', message }])
  expect(await faultOf({ file, session: ['ses_1', 'ses_2'] })).toEqual([{ path: '/session', message }])
})

it('refuses a form without a file', async () => {
  expect(await faultOf({ file: 'text' })).toEqual([{ path: '/file', message: 'is required' }])
})
