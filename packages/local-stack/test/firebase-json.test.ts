import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv, type AnySchema } from 'ajv'
import { expect, it } from 'vitest'
import { portsAtOffset } from '../src/ports.ts'
import { repositoryRoot } from '../src/stack-file.ts'

const firebaseJson = JSON.parse(readFileSync(join(repositoryRoot, 'firebase.json'), 'utf8')) as {
  functions: { source: string; ignore: string[] }[]
  hosting: { public: string }
  firestore: Record<string, string>
  emulators: Record<string, { port?: number; host?: string }>
}

it('is what the Firebase CLI understands', () => {
  const schemaPath = createRequire(import.meta.url).resolve('firebase-tools/schema/firebase-config.json')
  const validate = new Ajv({ strict: false }).compile(
    JSON.parse(readFileSync(schemaPath, 'utf8')) as AnySchema,
  )
  void validate(firebaseJson)
  expect(validate.errors).toBeNull()
})

it('names only paths that exist', () => {
  const paths = [
    firebaseJson.hosting.public,
    ...firebaseJson.functions.map(({ source }) => source),
    ...Object.values(firebaseJson.firestore),
  ]
  expect(paths.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([])
})

it('uploads neither sources nor local secrets', () => {
  expect(firebaseJson.functions[0]?.ignore).toEqual(
    expect.arrayContaining(['src', 'node_modules', '.secret.local', '.env.demo-*']),
  )
})

it('has the ports of the local stack, on this machine only', () => {
  const ports = portsAtOffset(0)
  const { singleProjectMode: _, ui: __, ...emulators } = firebaseJson.emulators
  for (const [name, { host, port }] of Object.entries(emulators)) {
    expect({ name, host, port }).toEqual({ name, host: '127.0.0.1', port: ports[name as keyof typeof ports] })
  }
})
