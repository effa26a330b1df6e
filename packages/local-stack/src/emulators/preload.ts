/**
 * Loaded into firebase-tools before its own code: when the supervisor is gone, the suite ends as after a Ctrl-C, so
 * that it takes its own children with it.
 */
import { serveMemoryRequests } from '../processes/attach-to-stack.ts'

const READY_TIMEOUT_MS = 15_000

serveMemoryRequests()
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), READY_TIMEOUT_MS).unref()
  process.kill(process.pid, 'SIGINT')
})
