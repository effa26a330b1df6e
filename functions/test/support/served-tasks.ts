import { text } from 'node:stream/consumers'
import { asObject, parseJson } from '../../src/kernel/untrusted-json.ts'
import { listeningServer } from './listening-server.ts'

/** Cloud Tasks that stores every task and dispatches none by itself. */
export interface ServedTasks {
  /** For `CLOUD_TASKS_EMULATOR_HOST`. */
  readonly host: string
  /** The bodies of the tasks of a queue, once each. */
  take(queue: string): string[]
  close(): Promise<void>
}

/** https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues.tasks/create */
export async function serveTasks(): Promise<ServedTasks> {
  let tasks: { readonly queue: string | undefined; readonly body: string }[] = []
  const { url, close } = await listeningServer((request, response) => {
    const accept = async (): Promise<void> => {
      const { task } = asObject(parseJson(await text(request)))
      const { body } = asObject(asObject(task)['httpRequest'])
      const path = /^\/projects\/[\w-]+\/locations\/[\w-]+\/queues\/(\w+)\/tasks$/.exec(request.url ?? '')
      if (path) tasks.push({ queue: path[1], body: Buffer.from(String(body), 'base64').toString() })
      response.writeHead(path ? 200 : 404, { 'content-type': 'application/json' }).end('{}')
    }
    accept().catch(() => response.writeHead(500).end())
  })
  return {
    host: new URL(url).host,
    take(queue) {
      const taken = tasks.filter((task) => task.queue === queue)
      tasks = tasks.filter((task) => task.queue !== queue)
      return taken.map(({ body }) => body)
    },
    close,
  }
}
