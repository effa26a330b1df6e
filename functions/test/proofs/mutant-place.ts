import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Mutant } from './mutants.ts'

const src = resolve(import.meta.dirname, '../../src')

/** The file that a mutant changes. */
export const fileOf = ({ file }: Mutant): string => resolve(src, file)

/**
 * The changed source.
 * @throws when the place is not found once: it moved, and the mutant would prove nothing
 */
export function mutate(mutant: Mutant, source = readFileSync(fileOf(mutant), 'utf8')): string {
  const places = source.split(mutant.find).length - 1
  if (places !== 1)
    throw new Error(
      `"${mutant.name}": ${String(places)} places in ${mutant.file}, expected one. Find it again.`,
    )
  return source.replace(mutant.find, () => mutant.replace)
}
