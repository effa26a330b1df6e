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
  /** Where the key's secret is kept beside the data, which only holds its hash; absent = made anew each time. */
  keyPath?: string
  log: (line: string) => void
}

/** Makes sure that the demo documents are in Firestore and tells what callers need of them. */
export async function writeDemoDocuments({
  env,
  keyPath,
  log,
}: DemoDocumentsOptions): Promise<DemoDocuments> {
  const kept = keyPath !== undefined && existsSync(keyPath) ? readFileSync(keyPath, 'utf8').trim() : ''
  const { news } = await startChild({
    module: join(import.meta.dirname, 'demo-documents-process.ts'),
    env: { ...env, DEMO_API_KEY: kept },
    log,
  })
  const documents = news as DemoDocuments
  if (keyPath !== undefined) {
    mkdirSync(dirname(keyPath), { recursive: true })
    writeFileSync(keyPath, `${documents.apiKey}\n`, { mode: 0o600 })
  }
  return documents
}
