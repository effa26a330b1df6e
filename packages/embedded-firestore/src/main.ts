import { parseArgs } from 'node:util'
import { startEmbeddedFirestore } from './index.ts'

/**
 * Runs the server alone, with the options that firebase-tools passes to Google's emulator (unknown ones are
 * ignored), so that it can replace it: see ../bin/java-shim/java.
 */
const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
    functions_emulator: { type: 'string' },
    data_directory: { type: 'string' },
    indexes: { type: 'string' },
  },
  strict: false,
})

const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined)
const functionsAddress = text(values.functions_emulator)
const indexFile = text(values.indexes)
const dataDirectory = text(values.data_directory)

const firestore = await startEmbeddedFirestore({
  host: text(values.host) ?? '127.0.0.1',
  port: Number(values.port),
  ...(functionsAddress && { functionsAddress }),
  ...(dataDirectory && { dataDirectory }),
  ...(indexFile && { indexFile }),
})
process.stdout.write(`Embedded Firestore is running on ${firestore.host}\n`)

const stop = () => void firestore.close().then(() => process.exit(0))
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
