/** The demo session and API key: written once, the same after each start. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startChild } from '../processes/start-child.ts'

export interface DemoDocuments {
  apiKey: string
  sessionId: string
}

export interface DemoDocumentsOptions {
  env: NodeJS.ProcessEnv
  /** File for the key's secret, of which Firestore holds only the hash; absent: a new key at each start. */
  keyPath?: string
  log: (line: string) => void
}

/** Writes the demo documents if absent and returns the key and session id. */
export async function writeDemoDocuments({
  env,
  keyPath,
  log,
}: DemoDocumentsOptions): Promise<DemoDocuments> {
  const stored = keyPath !== undefined && existsSync(keyPath) ? readFileSync(keyPath, 'utf8').trim() : ''
  const { result } = await startChild({
    module: join(import.meta.dirname, 'demo-documents-process.ts'),
    env: { ...env, DEMO_API_KEY: stored },
    log,
  })
  const documents = result as DemoDocuments
  if (keyPath !== undefined) {
    mkdirSync(dirname(keyPath), { recursive: true })
    writeFileSync(keyPath, `${documents.apiKey}\n`, { mode: 0o600 })
  }
  return documents
}
