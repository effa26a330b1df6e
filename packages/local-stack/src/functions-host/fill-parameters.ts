/**
 * Gives every declared parameter a value before a function runs. A deploy prompts for missing
 * values and writes defaults into the environment; at run time the default is not applied.
 */
import { createRequire } from 'node:module'
import { isExpression } from './manifest-value.ts'
import { StackError } from '../stack-error.ts'

interface DeclaredParameter {
  name: string
  options?: { default?: unknown }
}

/** Fills `process.env` with the defaults of the bundle's parameters; throws a StackError naming all without a value. */
export function fillParameters(bundlePath: string): void {
  const requireFromBundle = createRequire(bundlePath)
  const { declaredParams } = requireFromBundle('firebase-functions/params') as {
    declaredParams: DeclaredParameter[]
  }
  const missing = declaredParams.filter((parameter) => !fill(parameter)).map(({ name }) => name)
  if (missing.length === 0) return
  throw new StackError(
    `No value for ${missing.join(', ')}. Add NAME=value lines to .local/env and start again.`,
  )
}

function fill({ name, options }: DeclaredParameter): boolean {
  if (process.env[name] !== undefined) return true
  const fallback = defaultOf(options?.default)
  if (fallback === undefined) return false
  process.env[name] = fallback
  return true
}

function defaultOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (isExpression(value)) return String(value.value())
  return typeof value === 'string' ? value : JSON.stringify(value)
}
