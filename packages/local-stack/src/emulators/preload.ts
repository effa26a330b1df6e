/**
 * Loaded into firebase-tools before its own code: when the supervisor is gone, the suite ends as after a Ctrl-C, so
 * that it takes its own children with it.
 */
import { answerMemoryQuestions } from '../processes/child-of-stack.ts'

const PATIENCE_MS = 15_000

answerMemoryQuestions()
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), PATIENCE_MS).unref()
  process.kill(process.pid, 'SIGINT')
})
