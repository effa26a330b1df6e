/** `npm run test:security`: every route with every resource as every caller; counts per row, and what leaked. */
import { accessWalk } from './access-walk.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const begun = performance.now()
const { rows, leaks } = await accessWalk()
for (const { route, resources, callers, calls, reached, refused } of rows)
  say(
    `${route.padEnd(44)} ${String(resources)} resources x ${String(callers)} callers = ${String(calls)} calls: ${String(reached)} reached, ${String(refused)} refused`,
  )
for (const leak of leaks.slice(0, 50)) say(`LEAK ${leak}`)
const calls = rows.reduce((sum, row) => sum + row.calls, 0)
const seconds = Math.round((performance.now() - begun) / 1000)
say(
  `${String(rows.length)} routes, ${String(calls)} calls in ${String(seconds)} s, ${String(leaks.length)} leaks`,
)
process.exit(leaks.length === 0 ? 0 : 1)
