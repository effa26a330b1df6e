/** `npm run test:load`: see docs/explanation/reliability.md. CLIENTS and SECONDS of the environment change it. */
import { load } from './load-proof.ts'

const clients = Number(process.env['CLIENTS'] ?? 200)
const seconds = Number(process.env['SECONDS'] ?? 60)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
say(`Load: ${clients} clients for ${seconds} s`)
const { accepted, limited, broken, notOnce, untold, events, forged } = await load({ clients, seconds })
say(`  ${accepted} messages accepted, ${limited} answers 429, ${events} events delivered`)
const wrong = { 'broken answers': broken, 'not sent once': notOnce, 'not delivered once': untold }
for (const [what, list] of Object.entries(wrong)) {
  say(`  ${list.length} ${what}`)
  for (const line of list.slice(0, 10)) say(`  ✗ ${line}`)
}
say(`  ${forged} signatures that do not verify`)
const fine = accepted > 0 && forged === 0 && Object.values(wrong).every(({ length }) => length === 0)
process.exit(fine ? 0 : 1)
