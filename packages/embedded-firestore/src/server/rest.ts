import type { IncomingMessage, ServerResponse } from 'node:http'
import { fromJson, toJson } from '../protocol/json.ts'
import { firestoreService } from '../protocol/proto.ts'
import { callMethod } from '../rpc/methods.ts'
import { readJson, sendJson } from './http-exchange.ts'
import { routeRest } from './rest-routes.ts'
import type { RpcContext } from '../rpc/rpc-context.ts'
import type { MethodName } from '../rpc/methods.ts'

const messageNames = (method: MethodName) => {
  const definition = firestoreService[method]
  if (!definition) throw new Error(`The service has no method ${method}.`)
  const name = ({ type }: { type: object }) => (type as { name: string }).name
  return { request: name(definition.requestType), response: name(definition.responseType) }
}

/** The answer as JSON; rollback and delete answer with an empty message. */
const answerJson = (messageName: string, answer: object) =>
  messageName === 'Empty' ? {} : toJson(messageName, answer)

/** Serves one request below /v1/ in proto3 JSON. */
export async function serveRest(
  context: RpcContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const verb = request.method ?? 'GET'
  const body = verb === 'GET' || verb === 'DELETE' ? {} : await readJson(request)
  const path = decodeURIComponent(url.pathname.slice('/v1/'.length))
  const { method, json, listed } = routeRest({ verb, path, search: url.searchParams, body })
  const names = messageNames(method)
  const answers = await callMethod(context, method, fromJson(names.request, json))
  const shown = answers.map((answer) => answerJson(names.response, answer))
  sendJson(response, 200, listed ? shown : shown[0])
}
