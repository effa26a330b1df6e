/** Rules between the fields of an interactive message . Meta would refuse the same later, with a less precise error. */
import type { z } from 'zod'
import type { InteractiveFields } from './message-content-interactive-types.ts'

type Path = (string | number)[]
type Refuse = (path: Path, message: string) => void

type OfType<Type> = Extract<InteractiveFields, { type: Type }>

/** Types that are missing here have no rules between their fields. */
const rules: { [Type in InteractiveFields['type']]?: (content: OfType<Type>, refuse: Refuse) => void } = {
  button: ({ buttons }, refuse) => checkButtons(buttons, refuse),
  list: ({ sections }, refuse) => checkList(sections, refuse),
  flow: ({ flowId, flowName }, refuse) => {
    if ((flowId === undefined) === (flowName === undefined))
      refuse([], 'must have exactly one of flowId and flowName')
  },
  product_list: ({ sections }, refuse) => {
    const counts = sections.map(({ productItems }) => productItems.length)
    checkTotal(counts, { most: 30, what: 'products' }, refuse)
  },
  carousel: ({ cards }, refuse) => checkCards(cards, refuse),
}

/** For `superRefine`: adds an issue for each broken rule, at the field that breaks it. */
export function checkInteractive(content: InteractiveFields, context: z.core.$RefinementCtx): void {
  const check = rules[content.type] as ((content: InteractiveFields, refuse: Refuse) => void) | undefined
  check?.(content, (path, message) => context.addIssue({ code: 'custom', path, message }))
}

function checkButtons(buttons: readonly { id: string; title: string }[], refuse: Refuse): void {
  for (const field of ['id', 'title'] as const)
    checkUnique(
      buttons.map((button, position) => ({ value: button[field], path: ['buttons', position, field] })),
      refuse,
    )
}

type Sections = OfType<'list'>['sections']

function checkList(sections: Sections, refuse: Refuse): void {
  if (sections.length > 1)
    sections.forEach(({ title }, position) => {
      if (title === undefined)
        refuse(['sections', position, 'title'], 'is required where there are several sections')
    })
  checkTotal(
    sections.map(({ rows }) => rows.length),
    { most: 10, what: 'rows' },
    refuse,
  )
  const ids = sections.flatMap(({ rows }, section) =>
    rows.map(({ id }, row) => ({ value: id, path: ['sections', section, 'rows', row, 'id'] })),
  )
  checkUnique(ids, refuse)
}

function checkTotal(
  counts: readonly number[],
  { most, what }: { most: number; what: string },
  refuse: Refuse,
): void {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total > most)
    refuse(['sections'], `must have at most ${String(most)} ${what} in total; it has ${String(total)}`)
}

function checkCards(cards: OfType<'carousel'>['cards'], refuse: Refuse): void {
  const first = cards[0]?.header.type
  cards.forEach(({ header }, position) => {
    if (header.type !== first)
      refuse(['cards', position, 'header', 'type'], `must be ${String(first)}, as on the first card`)
  })
}

function checkUnique(entries: readonly { value: string; path: Path }[], refuse: Refuse): void {
  const values = entries.map(({ value }) => value)
  entries.forEach(({ value, path }, position) => {
    if (values.indexOf(value) < position) refuse(path, `is used twice: ${value}`)
  })
}
