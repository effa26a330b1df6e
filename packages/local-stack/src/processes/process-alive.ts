import { readFileSync } from 'node:fs'

/** Whether a process runs. A zombie does not: some containers' init takes seconds to collect what has ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return stateOf(pid) !== 'Z'
}

function stateOf(pid: number): string | undefined {
  try {
    // Format "pid (name) state …": the name may contain spaces and brackets, so search from the end.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
  } catch {
    // No /proc on this system: rely on the signal.
    return undefined
  }
}
