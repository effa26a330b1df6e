import { asObject } from './untrusted-json.ts'

/** The `code` of a caught value: an error of Node, Firebase or gRPC; undefined when it has none. */
export const errorCode = (error: unknown): unknown => asObject(error)['code']
