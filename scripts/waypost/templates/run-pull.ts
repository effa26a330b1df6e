import type { TemplateView } from '@waypost/contract'
import { writeFileSync } from 'node:fs'
import type { Deployment } from '../deployment/deployment.ts'
import { waypostApi } from '../deployment/waypost-api.ts'
import { CommandError } from '../terminal/command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { isSendable, templateTypes } from './template-types.ts'

/**
 * Syncs the templates from Meta, and writes their types to a file or to stdout.
 * @throws CommandError when there is no key, or the API refuses
 */
export async function runPull(
  { apiUrl, apiKey }: Pick<Deployment, 'apiUrl' | 'apiKey'>,
  { out, terminal }: { out: string | undefined; terminal: Terminal },
): Promise<void> {
  if (apiKey === undefined)
    throw new CommandError('Set WAYPOST_API_KEY to an API key with the scope "templates".', { exitCode: 2 })
  const api = waypostApi(apiUrl, apiKey)
  await api.syncTemplates()
  const templates: TemplateView[] = []
  for await (const template of api.templates()) if (isSendable(template)) templates.push(template)
  const types = templateTypes(templates)
  if (out === undefined) return void terminal.answer(types.trimEnd())
  try {
    writeFileSync(out, types)
  } catch (cause) {
    throw new CommandError(`${out} cannot be written: ${(cause as Error).message}`, { cause })
  }
  terminal.say(`${out}: the types of ${String(new Set(templates.map(({ name }) => name)).size)} templates.`)
}
