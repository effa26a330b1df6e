import { listeningServer } from './listening-server.ts'

/** Cloud Tasks that takes every task and calls nobody: what is left to do waits for the sweep. */
export interface ServedTasks {
  /** For `CLOUD_TASKS_EMULATOR_HOST`. */
  readonly host: string
  close(): Promise<void>
}

/** https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues.tasks/create */
export async function serveTasks(): Promise<ServedTasks> {
  const { url, close } = await listeningServer((request, response) => {
    request.resume().once('end', () => {
      const isTask = /^\/projects\/[\w-]+\/locations\/[\w-]+\/queues\/\w+\/tasks$/.test(request.url ?? '')
      response.writeHead(isTask ? 200 : 404, { 'content-type': 'application/json' }).end('{}')
    })
  })
  return { host: new URL(url).host, close }
}
