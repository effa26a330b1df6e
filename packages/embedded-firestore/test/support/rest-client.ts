/** Posts JSON and reads the answer. */
export async function postJson(url: string, body: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, json: await response.json() }
}

/** Writes over REST in one project: plain numbers become integers. */
export function writesOf(host: string, project: string) {
  const name = (path: string, of = project) => `projects/${of}/databases/(default)/documents/${path}`
  return {
    name,
    update: (path: string, numbers: Record<string, number>, of = project) => ({
      update: {
        name: name(path, of),
        fields: Object.fromEntries(
          Object.entries(numbers).map(([field, value]) => [field, { integerValue: String(value) }]),
        ),
      },
    }),
    remove: (path: string) => ({ delete: name(path) }),
    commit: (...writes: object[]) =>
      postJson(`http://${host}/v1/projects/${project}/databases/(default)/documents:commit`, { writes }),
    batchWrite: (...writes: object[]) =>
      postJson(`http://${host}/v1/projects/${project}/databases/(default)/documents:batchWrite`, { writes }),
    read: async (path: string) => (await fetch(`http://${host}/v1/${name(path)}`)).json(),
  }
}
