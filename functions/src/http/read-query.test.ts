import { isWaypostError } from '@waypost/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readQuery } from './read-query.ts'

const at = (search: string): string => `https://api.example.com/v1/sendText${search}`

function faultOf(search: string): unknown {
  try {
    return readQuery(at(search))
  } catch (error) {
    if (!isWaypostError(error)) throw error
    return error.fields
  }
}

it.each([
  ['', {}],
  ['?', {}],
  ['?to=%2B972546800360&text=Ol%C3%A1+mundo', { to: '+972546800360', text: 'Olá mundo' }],
  ['?a=b=c&flag', { a: 'b=c', flag: '' }],
  ['?a=1#b=2', { a: '1' }],
])('reads %j', (search, expected) => {
  expect(readQuery(at(search))).toEqual(expected)
})

it.each([
  ['Latin-1', '?text=Ol%E1%20mundo', '/text', 'is not percent-encoded UTF-8'],
  ['a cut sequence', '?text=%F0%9F%98', '/text', 'is not percent-encoded UTF-8'],
  ['half of a pair', '?text=%ED%A0%BD', '/text', 'is not percent-encoded UTF-8'],
  ['a lone percent sign', '?text=100%', '/text', 'is not percent-encoded UTF-8'],
  ['a name that is no UTF-8', '?%E1=1', '/query', 'is not percent-encoded UTF-8'],
  ['a repeated parameter', '?to=1&to=2', '/to', 'is given more than once'],
])('refuses %s', (_, search, path, message) => {
  expect(faultOf(search)).toEqual([{ path, message }])
})

it('reads what URLSearchParams writes', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })),
      (pairs) => {
        expect(readQuery(at(`?${new URLSearchParams(pairs).toString()}`))).toEqual({ ...pairs })
      },
    ),
  )
})
