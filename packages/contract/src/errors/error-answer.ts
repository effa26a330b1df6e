import { z } from 'zod'
import { errorCatalogue, type ErrorCode } from './errors.ts'

/** A code of the catalogue. */
export const errorCode = z
  .enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]])
  .meta({ id: 'ErrorCode', description: 'A code of the error catalogue.', examples: ['INVALID_REQUEST'] })

/** Whether the same request can succeed: never, later, or after a fix. */
export const retryWord = z.enum(['never', 'later', 'after-fix']).meta({
  description:
    'Whether the same request can succeed: never, later, or after a setting, permission or account is fixed.',
  examples: ['never'],
})

/** Meta's own error. https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
export const metaErrorDetails = z
  .object({
    code: z
      .number()
      .optional()
      .meta({ description: "Meta's error code.", examples: [132000] }),
    subcode: z
      .number()
      .optional()
      .meta({ description: "Meta's error subcode.", examples: [33] }),
    title: z
      .string()
      .optional()
      .meta({ description: "Meta's title.", examples: ['Parameter count mismatch'] }),
    message: z
      .string()
      .optional()
      .meta({ description: "Meta's message.", examples: ['(#132000) …'] }),
    details: z
      .string()
      .optional()
      .meta({ description: "Meta's details.", examples: ['body: 1 of 2 given'] }),
    fbtraceId: z
      .string()
      .optional()
      .meta({ description: "The trace id for Meta's support.", examples: ['Az8or2…'] }),
  })
  .meta({ description: "Meta's own error, for API keys and operators." })

const FieldFault = z.object({
  path: z.string().meta({
    description: 'JSON pointer into the body, or the name of a parameter.',
    examples: ['/templateParameters/1'],
  }),
  message: z.string().meta({ description: 'What is wrong with it.', examples: ['is required'] }),
})

/** The body of every answer that is not a success. */
export const ErrorAnswer = z
  .object({
    code: errorCode.meta({ description: 'The error code; stable.', examples: ['INVALID_REQUEST'] }),
    error: errorCode.meta({
      description: 'The same as `code`, under the name that clients of hosted session APIs read.',
      examples: ['INVALID_REQUEST'],
    }),
    message: z.string().meta({
      description: 'A sentence that says what is wrong. May change; do not parse it.',
      examples: ['templateName is required.'],
    }),
    hint: z
      .string()
      .meta({ description: 'What to do about it.', examples: ['Correct the fields listed in `fields`.'] }),
    retry: retryWord,
    docs: z.string().meta({
      description: 'Where the code is explained.',
      examples: ['https://example.com/docs/errors#invalid-request'],
    }),
    requestId: z.string().meta({
      description: 'Also in the `Request-Id` header; quote it when you report a problem.',
      examples: ['req_01k9m3v5xq8r7t2w4y6z1a3b5c'],
    }),
    fields: z.array(FieldFault).optional().meta({ description: 'The faulty fields, one entry each.' }),
    id: z
      .string()
      .optional()
      .meta({
        description: 'The record the error is about, when one exists.',
        examples: ['msg_01k9m3v5xq8r7t2w4y6z1a3b5c'],
      }),
    meta: metaErrorDetails.optional(),
  })
  .meta({ id: 'ErrorAnswer' })
export type ErrorAnswer = z.infer<typeof ErrorAnswer>
