/**
 * Values in a function's `__endpoint` may be parameters instead of values: `{{ params.FUNCTIONS_REGION }}` or an
 * Expression object of firebase-functions. The Firebase CLI resolves them on deploy; here it is done at load time.
 */
import { StackError } from '../stack-error.ts'

interface Expression {
  value: () => unknown
}

/** A copy of `value` with every parameter replaced by its value, and values that mean "the default" left out. */
export function resolveManifestValue(value: unknown, env: Record<string, string | undefined>): unknown {
  if (typeof value === 'string') return resolveText(value, env)
  if (Array.isArray(value)) return value.map((item) => resolveManifestValue(item, env))
  if (typeof value !== 'object' || value === null) return value ?? undefined
  if (isExpression(value)) return value.value()
  if (value.constructor.name === 'ResetValue') return undefined
  const entries = Object.entries(value).map(([key, item]) => [key, resolveManifestValue(item, env)] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined))
}

/** Whether this is a parameter, or a sum of parameters, of firebase-functions. */
export function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'function'
}

function resolveText(text: string, env: Record<string, string | undefined>): unknown {
  const whole = /^{{ *params\.(\w+) *}}$/.exec(text)
  if (whole?.[1]) return asNumberIfPossible(valueOf(whole[1], env))
  return text.replace(/{{ *params\.(\w+) *}}/g, (_, name: string) => valueOf(name, env))
}

function valueOf(name: string, env: Record<string, string | undefined>): string {
  const value = env[name]
  if (value === undefined)
    throw new StackError(`The parameter ${name} has no value. Set it in .local/env as ${name}=…`)
  return value
}

function asNumberIfPossible(text: string): string | number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
