import { failureFromResponse, type GraphFailure } from '../../../functions/src/graph/graph-error.ts'
import { ruleFor } from '../../../functions/src/graph/meta-error-table.ts'

/** What Meta answered to a question: the node, or its refusal. */
export type GraphAnswer =
  | {
      readonly ok: true
      readonly node: Readonly<Record<string, unknown>>
      readonly servedVersion: string | null
    }
  | { readonly ok: false; readonly failure: GraphFailure }

/** Asks the Graph API for a node or an edge, like `1234/subscribed_apps`. Never throws for what Meta or the network does. */
export type GraphReader = (path: string, query?: Readonly<Record<string, string>>) => Promise<GraphAnswer>

const TIMEOUT_MS = 15_000

/** The Graph API with one token, which goes into the header only. */
export const graphReader =
  ({ url, version, token }: { url: string; version: string; token: string }): GraphReader =>
  async (path, query = {}) => {
    const address = new URL(`${url}/${version}/${path}`)
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
    try {
      const response = await fetch(address, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      })
      const text = await response.text()
      const headers = Object.fromEntries(response.headers)
      if (!response.ok) return { ok: false, failure: failureFromResponse(response.status, headers, text) }
      return {
        ok: true,
        node: JSON.parse(text) as Record<string, unknown>,
        servedVersion: response.headers.get('facebook-api-version'),
      }
    } catch (error) {
      const { cause, name } = error as { cause?: { code?: string }; name: string }
      return { ok: false, failure: { message: `Meta could not be reached (${cause?.code ?? name}).` } }
    }
  }

/** A refusal in words: what Meta says, and what to do about it. */
export function describeFailure(failure: GraphFailure): { said: string; hint: string } {
  const said = failure.details ?? failure.message ?? 'no reason given'
  return {
    said: failure.code === undefined ? said : `${said} (code ${String(failure.code)})`,
    hint: ruleFor(failure).hint,
  }
}
