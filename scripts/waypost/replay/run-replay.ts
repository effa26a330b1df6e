import type { Deployment } from '../deployment/deployment.ts'
import { waypostApi } from '../deployment/waypost-api.ts'
import { CommandError } from '../terminal/command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { replay, type ReplayResult, type ReplayOptions } from './replay.ts'

export interface RunReplayOptions extends Omit<ReplayOptions, 'since'> {
  readonly deployment: Deployment
  /** A time, or an age: `2h`, `3d`. */
  readonly since: string
  readonly json: boolean
  readonly terminal: Terminal
}

/** Reprocesses raw webhooks. @returns whether none is quarantined any more */
export async function runReplay(options: RunReplayOptions): Promise<boolean> {
  const { deployment, since, quarantined, dryRun, json, terminal } = options
  const order = { since: instantOf(since, new Date()), quarantined, dryRun }
  if (deployment.apiKey === undefined)
    throw new CommandError('Set WAYPOST_API_KEY to an API key with the scope "admin".', { exitCode: 2 })
  const api = waypostApi(deployment.apiUrl, deployment.apiKey)
  const replayed = await replay(order, { list: api.rawWebhooks, reprocess: api.reprocess })
  const left = replayed.filter(({ now }) => now === 'quarantined' || now === 'new').length
  if (json) terminal.answer(JSON.stringify({ ok: left === 0, dryRun, since: order.since, replayed }, null, 2))
  else {
    for (const one of replayed) terminal.answer(lineOf(one))
    terminal.say(summary(replayed, { left, dryRun }))
  }
  return left === 0
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** @throws CommandError for an invalid time */
export function instantOf(written: string, now: Date): string {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(written) ?? []
  const ms = count === undefined ? Date.parse(written) : now.getTime() - Number(count) * (UNIT_MS[unit] ?? 0)
  if (!Number.isNaN(ms)) return new Date(ms).toISOString()
  throw new CommandError(
    `--since takes a time like 2027-01-31T18:00:00Z, or an age like 30m, 2h, 3d. "${written.slice(0, 40)}" is neither.`,
    { exitCode: 2 },
  )
}

const lineOf = ({ id, kind, what, was, now, because = '' }: ReplayResult): string =>
  [id.slice(0, 12), kind, what, now === undefined ? was : `${was} → ${now}`, because].join('  ').trimEnd()

function summary(
  replayed: readonly ReplayResult[],
  { left, dryRun }: { left: number; dryRun: boolean },
): string {
  const count = String(replayed.length)
  if (dryRun) return `${count} would be reprocessed. Nothing was changed.`
  return left === 0
    ? `${count} reprocessed; none is quarantined.`
    : `${count} reprocessed; ${String(left)} are still quarantined: see their reasons.`
}
