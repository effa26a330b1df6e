import type { ErrorCode } from '@waypost/contract'
import type { z } from 'zod'
import type { Caller, Scope } from './caller.ts'

/** How large a body may be, where its route says nothing else. */
export const MAX_BODY_BYTES = 256 * 1024

/** One operation of the API, as data: who may call it, what it takes, what it does. */
export type Route = CallerRoute | PublicRoute

interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With `{id}` where a part of the path is a parameter. */
  readonly path: string
  /** The schema of the body. Without one, a body is not read. */
  readonly body?: z.ZodType
  /** The largest body accepted; `MAX_BODY_BYTES` when left out. */
  readonly maxBodyBytes?: number
  /** Whether its body is a file, in any of its types, alone or in a form. */
  readonly acceptsFile?: true
  /** The schema of the query; every parameter is text. */
  readonly query?: z.ZodType
  /** How many requests a parsed body counts as, for users without a role; 1 when left out. */
  countItems?(body: unknown): number
  /** Its entry in the API reference. */
  readonly doc: RouteDoc
}

/** A route that requires credentials. */
export interface CallerRoute extends RouteSpec {
  /** The scope an API key needs. */
  readonly access: Scope
  /** The least role a user needs; any signed-in user when left out. Keys are checked by their scopes alone. */
  readonly role?: 'sender' | 'operator'
  /**
   * What a key must reach beside its scope: `live` refuses test keys, `installation` those bound to sessions too.
   * Left out: the route decides by each thing that it shows or changes.
   */
  readonly reach?: 'live' | 'installation'
  /**
   * The action under which the audit log records an operator's call: `people` for users with that role, `everybody`
   * for API keys with the scope `admin` too.
   */
  readonly operatorAction?: { readonly action: string; readonly of: 'people' | 'everybody' }
  handle(request: RouteRequest): Promise<RouteAnswer>
}

/** A route without authentication: its requests have no caller. */
export interface PublicRoute extends RouteSpec {
  readonly access: 'public'
  readonly role?: never
  readonly reach?: never
  readonly operatorAction?: never
  handle(request: PublicRequest): Promise<RouteAnswer>
}

/** The schemas of the answers that are no refusal, by status. */
type AnswerSchemas = Readonly<Record<number, z.ZodType>>

/** How a route is described to those who call it. */
export interface RouteDoc<Answers extends AnswerSchemas = AnswerSchemas> {
  /** One line: what it does. */
  readonly summary: string
  /** What else is worth knowing, in Markdown. */
  readonly description?: string
  /** The answers that are no refusal, by status. */
  readonly answers: Answers
  /** What the answers are, where they are no JSON; one with a charset is a text. */
  readonly contentType?: string
  /** Headers that it reads, beside those that every route reads. */
  readonly headers?: readonly ('Idempotency-Key' | 'Prefer')[]
  /** Refusals beside those that follow from what the route is: its access, path, query and body. */
  readonly refusals?: readonly ErrorCode[]
}

type AnyParams = Readonly<Record<string, string>>

/** A parsed request. */
export interface PublicRequest<Body = unknown, Query = unknown, Params = AnyParams> {
  /** The path's parameters. */
  readonly params: Params
  readonly body: Body
  readonly query: Query
  /** Scheme and host under which the caller reached us. */
  readonly origin: string
  /** Where links to the documentation begin; ends with a slash. */
  readonly docsUrl: string
  /** Of this request, in every log line and answer. */
  readonly requestId: string
  /** The address it came from, as the platform's front end saw it; empty when unknown. */
  readonly ip: string
  /** The file that came, of a route that takes one; rejects with a refusal when there is none. */
  file(): Promise<UploadedFile>
  /** A header's value; names in any case. */
  header(name: string): string | undefined
  /** Adds a header to the answer, also when the answer is a refusal. */
  addHeader(name: string, value: string): void
}

/** A request that was authenticated, authorised and parsed. */
export interface RouteRequest<Body = unknown, Query = unknown, Params = AnyParams> extends PublicRequest<
  Body,
  Query,
  Params
> {
  readonly caller: Caller
}

/** The parameters of a path: `{ id: string }` for `/v1/messages/{id}`. */
type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [N in Name]: string } & PathParams<Rest>
  : unknown

/** A file that came with a request. */
export interface UploadedFile {
  readonly bytes: Uint8Array
  /** As the caller wrote it; empty when it did not. */
  readonly mimeType: string
  readonly filename?: string
  /** What else the form said. */
  readonly fields: Readonly<Record<string, string>>
}

export interface RouteAnswer {
  readonly status: number
  /** An object becomes JSON, a text a page of HTML; bytes, whole or as a stream, go out as they are, and `headers` says what they are. */
  readonly body: unknown
  /** Names in lower case. Without a `cache-control`, an answer is not for caches. */
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer that the route documents: one of its statuses, with that status's body. */
export type DocumentedAnswer<Answers extends AnswerSchemas> = {
  [Status in keyof Answers & number]: RouteAnswer & {
    readonly status: Status
    readonly body: DeepReadonly<z.input<Answers[Status]>>
  }
}[keyof Answers & number]

/** Leaves alone what may be any JSON: its type is recursive. */
type DeepReadonly<T> = [z.core.util.JSONType] extends [T]
  ? T
  : { readonly [Key in keyof T]: DeepReadonly<T[Key]> }

type Typed<Spec extends Route, Path, Body, Query, Answers extends AnswerSchemas> = Omit<
  Spec,
  'path' | 'body' | 'query' | 'doc' | 'handle'
> & {
  path: Path
  body?: Body
  query?: Query
  doc: RouteDoc<Answers>
}

/** Defines a route; its handler sees the types of its path, body and query, and may answer only what `doc` documents. */
export const route = <
  const Path extends string,
  Answers extends AnswerSchemas,
  Body extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
>(
  spec: Typed<CallerRoute, Path, Body, Query, Answers> & {
    handle(
      request: RouteRequest<z.output<Body>, z.output<Query>, PathParams<Path> & AnyParams>,
    ): Promise<DocumentedAnswer<NoInfer<Answers>>>
  },
): CallerRoute => spec

/** Defines a route without authentication. */
export const publicRoute = <
  const Path extends string,
  Answers extends AnswerSchemas,
  Body extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
>(
  spec: Omit<Typed<PublicRoute, Path, Body, Query, Answers>, 'access'> & {
    handle(
      request: PublicRequest<z.output<Body>, z.output<Query>, PathParams<Path> & AnyParams>,
    ): Promise<DocumentedAnswer<NoInfer<Answers>>>
  },
): PublicRoute => ({ ...spec, access: 'public' })
