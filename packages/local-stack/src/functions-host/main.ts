/**
 * The process of the functions host. Its supervisor passes FUNCTIONS_HOST_* in the environment and learns over
 * IPC whether the functions are up. The process ends with its supervisor.
 */
import { attachToStack } from '../processes/attach-to-stack.ts'
import { StackError } from '../stack-error.ts'
import { startFunctionsHost } from './functions-host.ts'

attachToStack()
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    console.error(`${event}:`, error)
    process.exit(1)
  })
}

try {
  const host = await startFunctionsHost({
    bundlePath: process.env.FUNCTIONS_HOST_BUNDLE ?? '',
    projectId: process.env.GCLOUD_PROJECT ?? '',
    port: Number(process.env.FUNCTIONS_HOST_PORT),
  })
  process.send?.({ ready: { port: host.port, functionNames: host.functionNames } })
} catch (error) {
  const problem =
    error instanceof StackError ? error.message : `The functions could not be loaded: ${String(error)}`
  if (!(error instanceof StackError)) console.error(error)
  process.send?.({ failed: problem }, () => process.exit(1))
}
