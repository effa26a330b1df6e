/** A request of Node's, as far as its headers go. */
export interface RequestWithHeaders {
  readonly headers: Record<string, string | string[] | undefined>
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[]
}

const BODY_HEADERS = ['content-type', 'content-encoding'] as const

/** Makes a body look like plain bytes, which no parser inflates or reads. `rawHeaders` stay. */
export function hideBodyHeaders({ headers }: RequestWithHeaders): void {
  headers['content-type'] = 'application/octet-stream'
  delete headers['content-encoding']
}

/** Takes that back. Of a header that was sent twice, the first counts, as Node has it. */
export function restoreBodyHeaders({ headers, rawHeaders }: RequestWithHeaders): void {
  for (const name of BODY_HEADERS) {
    const at = rawHeaders.findIndex((raw, n) => n % 2 === 0 && raw.toLowerCase() === name)
    headers[name] = at < 0 ? undefined : rawHeaders[at + 1]
  }
}
