/** Turns a method and path of the API into a typed function: one entry for each operation. */
import type { Operations, SendAnswer, DryRunAnswer } from './generated/api-types.ts'
import { listOf, type List } from './list.ts'
import type { RequestOptions, SendOptions } from './options.ts'
import type { ApiRequest } from './request.ts'

/** Sends requests: the client. */
export interface Requester {
  request: (method: string, path: string, init?: ApiRequest) => Promise<unknown>
}

type Route = keyof Operations

/** The argument after the path: the body, else the query; optional where no field is required. */
type Input<R extends Route> = Operations[R] extends { body: infer Body }
  ? Argument<Body>
  : Operations[R] extends { query: infer Query }
    ? Argument<Query>
    : []
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- what is assignable from {} has no required field
type Argument<T> = {} extends T ? [input?: T] : [input: T]

type RouteWithInput = { [R in Route]: Input<R> extends [] ? never : R }[Route]
type RouteWithoutInput = Exclude<Route, RouteWithInput>
type ListRoute = { [R in Route]: Operations[R]['answer'] extends { data: unknown[] } ? R : never }[Route] &
  `GET ${string}`

/** Sends need an idempotency key. The query of a request with a body is an option. */
type Options<R extends Route> = Operations[R] extends { key: true }
  ? [options: SendOptions]
  : [
      options?: RequestOptions &
        (Operations[R] extends { body: unknown; query: infer Query } ? { query?: Query } : unknown),
    ]

/** The function of an operation: path parameters, body or query, options. */
export type Operation<R extends Route> = (
  ...args: [...Operations[R]['path'], ...Input<R>, ...Options<R>]
) => Promise<Operations[R]['answer']>

/** The entries of a list operation. */
type Entry<R extends ListRoute> = Operations[R]['answer']['data'][number]
type Query<R extends ListRoute> = Operations[R] extends { query: infer Q } ? Q : Record<string, never>
/** The function of a list operation. */
export type ListOperation<R extends ListRoute> = (
  ...args: [...Operations[R]['path'], query?: Query<R>, options?: RequestOptions]
) => List<Entry<R>, Operations[R]['answer']>

/** A send: a dry run answers with the payload and needs no key. */
export interface Send<Body> {
  (request: Body & { dryRun: true }, options?: Partial<SendOptions>): Promise<DryRunAnswer>
  (request: Body & { dryRun?: false }, options: SendOptions): Promise<SendAnswer>
}

/** An operation with a body or a query. */
export const operation = <R extends RouteWithInput>(client: Requester, route: R): Operation<R> =>
  caller(client, route, true) as Operation<R>

/** An operation with neither. */
export const action = <R extends RouteWithoutInput>(client: Requester, route: R): Operation<R> =>
  caller(client, route, false) as Operation<R>

/** A send whose body may be narrower than that of the API, such as one with typed templates. */
export const send = <Body>(client: Requester, route: RouteWithInput): Send<Body> =>
  caller(client, route, true) as Send<Body>

/** A list: all entries one by one, or page by page. */
export const list =
  <R extends ListRoute>(client: Requester, route: R): ListOperation<R> =>
  (...args) => {
    const { path, rest } = fill(route, args)
    const [query, options] = rest as [object?, RequestOptions?]
    return listOf((cursor) =>
      client.request('GET', path, {
        ...options,
        query: { ...query, ...(cursor !== undefined && { cursor }) },
      }),
    ) as List<Entry<R>, Operations[R]['answer']>
  }

function caller(client: Requester, route: string, hasInput: boolean) {
  const [method = ''] = route.split(' ')
  const inQuery = method === 'GET' || method === 'DELETE'
  return (...args: unknown[]): Promise<unknown> => {
    const { path, rest } = fill(route, args)
    const input = hasInput ? rest.shift() : undefined
    const content = inQuery ? { query: input as object | undefined } : { body: input ?? {} }
    return client.request(method, path, { ...content, ...(rest[0] as RequestOptions | undefined) })
  }
}

/** Fills the path with the first arguments. @throws TypeError for one that would lead to another path */
function fill(route: string, args: readonly unknown[]): { path: string; rest: unknown[] } {
  const rest = [...args]
  const path = route.replace(/^\w+ /, '').replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.shift()
    if (typeof value !== 'string' || /^\.{0,2}$/.test(value))
      throw new TypeError(`${name} must be an id, not ${JSON.stringify(value)}.`)
    return encodeURIComponent(value)
  })
  return { path, rest }
}

/** The filter of `messages.list`. */
export type ListMessages = Omit<Operations['GET /v1/messages']['query'], 'cursor'>
