/**
 * Preloaded into firebase-tools: ends the suite as after a Ctrl-C when the supervisor is gone, so that it stops its
 * own children.
 */
import { serveMemoryRequests } from '../processes/attach-to-stack.ts'

const READY_TIMEOUT_MS = 15_000

serveMemoryRequests()
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), READY_TIMEOUT_MS).unref()
  process.kill(process.pid, 'SIGINT')
})
