/**
 * `npm run test:mutants`: changes one place of the sources at a time and runs the test that must fail then. Of the
 * environment: ONLY (part of a mutant's name).
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { mutate } from './mutant-place.ts'
import { mutants, type Mutant } from './mutants.ts'

const root = resolve(import.meta.dirname, '../../..')
const vitest = resolve(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs')
const config = resolve(import.meta.dirname, 'mutants.config.ts')

/** The exit code of vitest: 0 when the proof passes. */
async function runProof({ proof, only }: Mutant, mutant: string): Promise<number> {
  const filter = only === undefined ? [] : ['-t', only]
  const args = [vitest, 'run', '--config', config, '--root', root, `functions/${proof}`, ...filter]
  const env = { ...process.env, MUTANT: mutant }
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const chosen = mutants.filter(({ name }) => name.includes(process.env['ONLY'] ?? ''))
const survived: string[] = []
const proven = new Set<string>()
for (const mutant of chosen) {
  mutate(mutant)
  const proof = `${mutant.proof} ${mutant.only ?? ''}`
  // A proof that fails on the sources as they are would kill anything.
  if (!proven.has(proof) && (await runProof(mutant, '')) !== 0)
    throw new Error(`${proof} fails without a mutant.`)
  proven.add(proof)
  const isCaught = (await runProof(mutant, mutant.name)) !== 0
  if (!isCaught) survived.push(mutant.name)
  say(`${isCaught ? 'caught  ' : 'SURVIVED'} ${mutant.name}`)
}
say(`${String(chosen.length)} mutants, ${String(survived.length)} survived`)
process.exit(survived.length === 0 ? 0 : 1)
