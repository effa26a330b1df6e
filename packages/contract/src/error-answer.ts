import { z } from 'zod'
import { errorCatalogue, type ErrorCode } from './errors.ts'

const codes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]

/** The body of every answer that is not a success. */
export const ErrorAnswer = z
  .object({
    error: z
      .enum(codes)
      .describe("The machine's word; stable.")
      .meta({ examples: ['INVALID_REQUEST'] }),
    message: z
      .string()
      .describe('A sentence for a person that says what to do. May change; do not parse it.')
      .meta({ examples: ['templateName: is required.'] }),
    hint: z
      .string()
      .describe('Further advice.')
      .meta({ examples: ['Correct the fields listed in `fields`.'] }),
    retry: z
      .enum(['never', 'later', 'after-fix'])
      .describe(
        'What the same request would do: never succeed, maybe later, or after somebody fixed a setting.',
      )
      .meta({ examples: ['never'] }),
    docs: z
      .string()
      .describe('Where the code is explained.')
      .meta({ examples: ['https://example.com/docs/errors#invalid-request'] }),
    requestId: z
      .string()
      .describe('Also in the `Request-Id` header; name it when you report a problem.')
      .meta({ examples: ['req_01k9m3v5xq8r7t2w4y6z'] }),
    fields: z
      .array(
        z.object({
          path: z
            .string()
            .describe('JSON pointer into the body, or the name of a parameter.')
            .meta({ examples: ['/templateParameters/1'] }),
          message: z
            .string()
            .describe('What is wrong with it.')
            .meta({ examples: ['is required'] }),
        }),
      )
      .optional()
      .describe('The faulty fields, one entry each.'),
    id: z
      .string()
      .optional()
      .describe('The record the error is about, when one exists.')
      .meta({ examples: ['msg_01k9m3v5xq8r7t2w4y6z'] }),
    meta: z
      .object({
        code: z
          .number()
          .optional()
          .describe("Meta's error code.")
          .meta({ examples: [132000] }),
        subcode: z
          .number()
          .optional()
          .describe("Meta's error subcode.")
          .meta({ examples: [33] }),
        title: z
          .string()
          .optional()
          .describe("Meta's title.")
          .meta({ examples: ['Parameter count mismatch'] }),
        message: z
          .string()
          .optional()
          .describe("Meta's message.")
          .meta({ examples: ['(#132000) …'] }),
        details: z
          .string()
          .optional()
          .describe("Meta's details.")
          .meta({ examples: ['body: 1 of 2 given'] }),
        fbtraceId: z
          .string()
          .optional()
          .describe('For the support of Meta.')
          .meta({ examples: ['Az8or2…'] }),
      })
      .optional()
      .describe('What Meta said; only for callers that own the session.'),
  })
  .meta({ id: 'ErrorAnswer' })
export type ErrorAnswer = z.infer<typeof ErrorAnswer>
