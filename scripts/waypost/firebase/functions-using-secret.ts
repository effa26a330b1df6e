import { mkdirSync, copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CommandError } from '../terminal/command-error.ts'
import type { FirebaseCli } from './firebase-cli.ts'
import { inPrivateFolder, root, runProgram } from './run-program.ts'

const Secrets = z.array(z.object({ key: z.string(), version: z.coerce.string().optional() })).optional()
const Manifest = z.object({
  endpoints: z.record(z.string(), z.object({ secretEnvironmentVariables: Secrets })),
})
const Deployed = z.array(z.object({ id: z.string(), secretEnvironmentVariables: Secrets }))

/**
 * Names of the functions that ask for a secret, from the manifest that a deploy reads too. Built aside, so that
 * nothing that runs from `functions/lib` is disturbed.
 * @param environment the parameters: some decide which functions there are
 */
export async function functionsUsingSecret(
  secret: string,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const functions = join(root, 'functions')
  // Beside the dependencies of the functions, where they are found.
  const place = join(functions, 'node_modules/.waypost')
  mkdirSync(place, { recursive: true })
  return inPrivateFolder(async (directory) => {
    const output = join(directory, 'manifest.json')
    copyFileSync(join(functions, 'package.json'), join(directory, 'package.json'))
    await succeed(process.execPath, [join(functions, 'build.mjs'), join(directory, 'lib')], {})
    const env = { ...environment, FUNCTIONS_MANIFEST_OUTPUT_PATH: output, GCLOUD_PROJECT: 'manifest' }
    await succeed('firebase-functions', [], { directory, env })
    return usersIn(JSON.parse(readFileSync(output, 'utf8')), secret)
  }, place)
}

/** Names of the functions in a manifest that ask for a secret. */
export const usersIn = (manifest: unknown, secret: string): string[] =>
  Object.entries(Manifest.parse(manifest).endpoints)
    .filter(([, { secretEnvironmentVariables = [] }]) =>
      secretEnvironmentVariables.some(({ key }) => key === secret),
    )
    .map(([name]) => name)
    .toSorted()

/** Which deployed functions hold on to which version of a secret. */
export async function versionsInUse(
  secret: string,
  firebase: FirebaseCli,
): Promise<{ name: string; version: string }[]> {
  const deployed = await firebase.json(['functions:list'], Deployed)
  return deployed.flatMap(({ id, secretEnvironmentVariables = [] }) =>
    secretEnvironmentVariables
      .filter(({ key }) => key === secret)
      .map(({ version = '' }) => ({ name: id, version })),
  )
}

async function succeed(
  program: string,
  args: readonly string[],
  options: { directory?: string; env?: NodeJS.ProcessEnv },
): Promise<void> {
  const { code, stdout, stderr } = await runProgram(program, { args, ...options })
  if (code !== 0) throw new CommandError(`The functions could not be listed:\n${stdout}${stderr}`.trim())
}
