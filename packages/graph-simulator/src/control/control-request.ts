/** Parses control requests; errors say what to send instead. */
import type { Context } from 'hono'
import { GraphError } from '../graph/graph-error.ts'
import { toPart, pathOf, type JsonPart } from '../graph/json-part.ts'
import { digitsOf } from '../account/phone-number.ts'

/** A control request that cannot be done: answered with 400 and this message. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
}

/** The body as an object; an empty body is an empty object. */
export async function readControl(c: Context): Promise<JsonPart> {
  const body = await c.req.text()
  if (body.trim() === '') return toPart({}, '')
  try {
    return toPart(JSON.parse(body), '')
  } catch (error) {
    if (error instanceof GraphError) throw new ControlError('Send a JSON object.')
    throw new ControlError(
      `The body is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** Rejects unknown members, so that a misspelt one is not silently ignored. */
export function rejectUnknownKeys(of: JsonPart, keys: readonly string[]): void {
  const unknown = Object.keys(of.value).filter((key) => !keys.includes(key))
  if (unknown.length > 0)
    throw new ControlError(
      `Unknown member ${unknown.map((key) => pathOf(of, key)).join(', ')}. Known: ${keys.join(', ')}.`,
    )
}

/** A phone number as wa_id digits, or a business-scoped user id as it is. */
export function parsePersonId(text: string): string {
  if (/^[A-Z]{2}\./.test(text)) return text
  const digits = digitsOf(text)
  if (digits.length < 7)
    throw new ControlError(
      `"${text}" is neither a phone number (+16505551234) nor a business-scoped user id (US.123…).`,
    )
  return digits
}

/** The refusal as the control API words it. */
export function controlMessage(error: Error): string | undefined {
  if (error instanceof ControlError) return error.message
  return error instanceof GraphError ? (error.refusal.details ?? error.message) : undefined
}

/** A whole number of at least `min`. */
export function count(
  of: JsonPart,
  key: string,
  { min, fallback }: { min: number; fallback: number },
): number {
  const value = of.value[key]
  if (value === undefined) return fallback
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min) {
    throw new ControlError(`${pathOf(of, key)} must be a whole number of at least ${min}.`)
  }
  return value
}
