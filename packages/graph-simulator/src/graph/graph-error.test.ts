import { expect, it } from 'vitest'
import { errorEntry, errorTable } from './error-table.ts'
import { errorBody, GraphError, refusalStatus, refuse, webhookError } from './graph-error.ts'
import { fieldNames, selectFields } from './fields.ts'

it('writes the envelope of a refusal', () => {
  expect(errorBody(refuse(131008, 'Parameter to is required.'), 'trace')).toEqual({
    error: {
      message: '(#131008) Required parameter is missing',
      type: 'OAuthException',
      code: 131008,
      error_data: { messaging_product: 'whatsapp', details: 'Parameter to is required.' },
      fbtrace_id: 'trace',
    },
  })
})

it('leaves out what a refusal does not have, and shows what it has', () => {
  const refusal = { code: 190, subcode: 463, message: 'Expired', type: 'X', transient: false }
  expect(errorBody(new GraphError(refusal), 't')).toEqual({
    error: {
      message: 'Expired',
      type: 'X',
      code: 190,
      error_subcode: 463,
      is_transient: false,
      fbtrace_id: 't',
    },
  })
})

it('has no trace id in a webhook, and the title in place of missing details', () => {
  expect(webhookError(131026)).toEqual({
    code: 131026,
    title: 'Message undeliverable',
    message: 'Message undeliverable',
    error_data: { details: 'Message undeliverable' },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  })
  expect(webhookError(131053, 'Unsupported mime type')).toMatchObject({
    error_data: { details: 'Unsupported mime type' },
  })
})

/** HTTP statuses of Meta's older error table. */
it.each([
  [0, 401],
  [1, 400],
  [2, 503],
  [3, 500],
  [4, 400],
  [10, 403],
  [33, 400],
  [100, 400],
  [102, 401],
  [190, 401],
  [200, 403],
  [368, 403],
  [80007, 400],
  [130429, 400],
  [130472, 400],
  [130497, 403],
  [131000, 500],
  [131005, 403],
  [131008, 400],
  [131009, 400],
  [131016, 500],
  [131021, 400],
  [131026, 400],
  [131031, 403],
  [131042, 400],
  [131045, 500],
  [131047, 400],
  [131048, 400],
  [131049, 400],
  [131050, 400],
  [131051, 400],
  [131052, 400],
  [131053, 400],
  [131056, 400],
  [131057, 500],
  [132000, 400],
  [132001, 404],
  [132005, 400],
  [132007, 400],
  [132012, 400],
  [132015, 400],
  [132016, 400],
  [132068, 400],
  [132069, 400],
  [133000, 500],
  [133004, 503],
  [133005, 400],
  [133010, 400],
  [133015, 400],
  [135000, 400],
])('answers code %i with HTTP %i', (code, status) => {
  expect(refusalStatus({ code })).toBe(status)
  expect(errorTable.has(code)).toBe(true)
})

it('answers an undocumented code with HTTP 400, and any code with a given status', () => {
  expect(errorEntry(999_999)).toEqual({ title: 'An unknown error occurred', httpStatus: 400 })
  expect(refusalStatus({ code: 999_999, httpStatus: 500 })).toBe(500)
})

it.each([
  [undefined, undefined],
  [' ', undefined],
  ['id,name', ['id', 'name']],
  ['id, name ,', ['id', 'name']],
  ['phone_numbers{id,status},name', ['phone_numbers', 'name']],
  ['quality_score.as(score),name', ['quality_score', 'name']],
  ['templates.limit(3),id', ['templates', 'id']],
])('reads the fields parameter %j', (parameter, names) => {
  expect(fieldNames(parameter)).toEqual(names)
})

it('selects fields, always with the id', () => {
  const node = { id: '1', name: 'x', status: undefined }
  expect(selectFields(node, ['name', 'status'])).toEqual({ id: '1', name: 'x' })
  expect(() => selectFields(node, ['nme'])).toThrow('nonexisting field (nme)')
})
