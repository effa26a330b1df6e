/**
 * Prints `docs/reference/test-numbers.md` from the table of magic recipients:
 * `node packages/graph-simulator/src/test-numbers-doc.ts > docs/reference/test-numbers.md`
 */
import { magicAreas, magicRecipients, type MagicRecipient } from './behaviours/magic-recipients.ts'

const opening = `# Test numbers

<!-- Printed by packages/graph-simulator/src/test-numbers-doc.ts: change the table there. -->

The local stack sends to a simulator of Meta's Graph API. These numbers tell it what to do, without any set-up; every other
valid number gets its message: \`sent\`, \`delivered\`, \`read\`.

555-0100 to 555-0199 is reserved for fiction in each North American area code, so no person is ever meant, and phone
number libraries take the numbers for valid. The area codes are borrowed from HTTP: **404** refused, **202** accepted, **502** trouble
on the way.

"Then accepted" counts per number: after the refusals one send goes through, and the next one starts again. What these
numbers cannot do, \`POST /_simulator/next\` can: see packages/graph-simulator/README.md.
`

/** The whole page. */
export function testNumbersPage(): string {
  const areas = ['refused', 'accepted', 'connection'] as const
  const sections = areas.map((area) => {
    const { prefix, title, intro } = magicAreas[area]
    const rows = magicRecipients[area].map((magic) => row(area, magic))
    const columns = area === 'refused' ? ['Number', 'Meta code', 'What happens'] : ['Number', 'What happens']
    return [
      `## ${title}: \`${prefix}01xx\``,
      '',
      intro,
      '',
      line(columns),
      line(columns.map(() => '---')),
      ...rows,
      '',
    ].join('\n')
  })
  return [opening, ...sections].join('\n')
}

function row(area: keyof typeof magicAreas, { number, behaviour, meaning }: MagicRecipient): string {
  if (area !== 'refused') return line([`\`${number}\``, meaning])
  const { code = 0, subcode } = behaviour.refuse ?? {}
  return line([`\`${number}\``, subcode === undefined ? String(code) : `${code} / ${subcode}`, meaning])
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

if (import.meta.main) process.stdout.write(testNumbersPage())
