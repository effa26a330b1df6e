import type { ErrorCode } from '@waypost/contract'
import type { z } from 'zod'
import type { Caller, Scope } from './caller.ts'

/** How large a body may be, where its route says nothing else. */
export const MAX_BODY_BYTES = 256 * 1024

/** One operation of the API, as data: who may call it, what it takes, what it does. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With `{id}` where a part of the path is a parameter. */
  readonly path: string
  /** The scope an API key needs; `public` asks nobody who they are. */
  readonly access: Scope | 'public'
  /** The least role a person needs; without one, whoever is signed in may call. Keys go by their scopes alone. */
  readonly role?: 'sender' | 'operator'
  /**
   * The word under which the audit log keeps that an operator did this: `people` who are operators, or `everybody` who
   * sees all, keys included.
   */
  readonly operatorAction?: { readonly action: string; readonly of: 'people' | 'everybody' }
  /** The schema of the body. Without one, a body is not read. */
  readonly body?: z.ZodType
  /** How large a body may be; `MOST_BODY_BYTES` when left out. */
  readonly maxBodyBytes?: number
  /** Whether its body is a file, in any of its types, alone or in a form. */
  readonly acceptsFile?: true
  /** The schema of the query; every parameter is text. */
  readonly query?: z.ZodType
  /** What it is for, in the API's description. */
  readonly doc: RouteDoc
  handle(request: RouteRequest): Promise<RouteAnswer>
}

/** How a route is described to those who call it. */
export interface RouteDoc {
  /** One line: what it does. */
  readonly summary: string
  /** What else is worth knowing, in Markdown. */
  readonly description?: string
  /** The answers that are no refusal, by status. */
  readonly answers: Readonly<Record<number, z.ZodType>>
  /** What the answers are, where they are no JSON; one with a charset is a text. */
  readonly contentType?: string
  /** Headers that it reads, beside those that every route reads. */
  readonly headers?: readonly ('Idempotency-Key' | 'Prefer')[]
  /** Refusals beside those that follow from what the route is: its access, path, query and body. */
  readonly refusals?: readonly ErrorCode[]
}

/** A request that was authenticated, authorised and parsed. */
export interface RouteRequest<Body = unknown, Query = unknown> {
  /** Who calls. On a public route: nobody, and reading it throws. */
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
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

/** Says a route with the types of its body and query. */
export const route = <Body extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined>(
  spec: Omit<Route, 'body' | 'query' | 'handle'> & {
    body?: Body
    query?: Query
    handle(request: RouteRequest<z.output<Body>, z.output<Query>>): Promise<RouteAnswer>
  },
): Route => spec
