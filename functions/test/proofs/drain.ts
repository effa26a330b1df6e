/** `npm run test:drain`: see docs/explanation/reliability.md. DUE of the environment changes it. */
import { drain } from './drain-proof.ts'

const due = Number(process.env['DUE'] ?? 10_000)
const perSecond = 20
const figures = await drain({ due, atRest: due })
const say = (line: string): void => void process.stdout.write(`${line}\n`)
say(`Drain: ${due} due messages among ${due} at rest, ${perSecond} a second`)
for (const [name, value] of Object.entries(figures)) say(`  ${name} ${value}`)
const expected = {
  reads: 2 * due + Math.max(1, figures.sweeps - 1),
  writes: 3 * due,
  graphCalls: due,
  once: due,
  fullestSecond: perSecond,
  left: 0,
}
const wrong = Object.entries(expected).filter(
  ([name, value]) => figures[name as keyof typeof figures] !== value,
)
for (const [name, value] of wrong) say(`✗ ${name} should be ${value}`)
process.exit(wrong.length === 0 ? 0 : 1)
