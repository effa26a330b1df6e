import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Cloud Tasks that takes every task and calls nobody: what is left to do waits for the sweep. */
export interface ServedTasks {
  /** For `CLOUD_TASKS_EMULATOR_HOST`. */
  readonly host: string
  close(): Promise<void>
}

/** https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues.tasks/create */
export async function serveTasks(): Promise<ServedTasks> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const isTask = /^\/projects\/[\w-]+\/locations\/[\w-]+\/queues\/\w+\/tasks$/.test(request.url ?? '')
      response.writeHead(isTask ? 200 : 404, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
