/** `npm run test:outage`: see docs/explanation/reliability.md. MESSAGES, HELD and SEED of the environment change it. */
import { faultsOfOutage, outage } from './outage-proof.ts'
import { faultsOfWaking, waking } from './waking-proof.ts'
import { seedOfRun } from './seeded-random.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const figuresOf = (figures: object): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')

const seed = seedOfRun()
const messages = Number(process.env['MESSAGES'] ?? 10_000)
const out = await outage({ messages, seed })
say(`Outage of 30 minutes, ${messages} messages, seed ${seed}`)
say(`  ${figuresOf(out)}`)

const held = Number(process.env['HELD'] ?? 50_000)
const woken = await waking({ held, perSecond: 80 })
say(`Resumption with ${held} held messages`)
say(`  ${figuresOf(woken)}`)

const faults = [...faultsOfOutage(out, messages), ...faultsOfWaking(woken, { held, perSecond: 80 })]
for (const fault of faults) say(`✗ ${fault}`)
process.exit(faults.length === 0 ? 0 : 1)
