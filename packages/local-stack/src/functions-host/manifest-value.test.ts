import { expect, it } from 'vitest'
import { resolveManifestValue } from './manifest-value.ts'

const env = { REGION: 'europe-west1', PER_SECOND: '7' }

it.each([
  ['{{ params.REGION }}', 'europe-west1'],
  ['{{ params.PER_SECOND }}', 7],
  ['projects/x/{{ params.REGION }}/y', 'projects/x/europe-west1/y'],
  ['plain', 'plain'],
  [{ value: () => 'from an Expression' }, 'from an Expression'],
  [
    { region: ['{{ params.REGION }}'], left: { out: null } },
    { region: ['europe-west1'], left: {} },
  ],
])('resolves %j', (value, resolved) => {
  expect(resolveManifestValue(value, env)).toEqual(resolved)
})

it('names a parameter without a value and where to give it one', () => {
  expect(() => resolveManifestValue('{{ params.MISSING }}', env)).toThrow(
    'The parameter MISSING has no value. Set it in .local/env as MISSING=…',
  )
})
