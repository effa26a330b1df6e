import type { HeaderParameter } from '@waypost/contract'
import { textFaults } from './check-text.ts'
import { placeholders } from './placeholders.ts'
import type { TemplateMismatch } from './template-mismatch.ts'
import type { TemplateParts } from './template-parts.ts'

/** Characters of a header once filled in. */
const MOST = 60

/** What a format of a header is called; others are new to us and are left to Meta. */
const articles: Readonly<Record<string, string>> = {
  IMAGE: 'an image',
  VIDEO: 'a video',
  DOCUMENT: 'a document',
  LOCATION: 'a location',
  PRODUCT: 'a product',
}

export interface HeaderSlot {
  readonly slot: string
  /** Where `headerParameters` stands in the request. */
  readonly path: string
  readonly named: boolean
}

/** The faults of the value for a header: whether it takes one, of which kind, how long. */
export function headerFaults(
  header: TemplateParts['header'],
  given: HeaderParameter | undefined,
  { slot, path, named }: HeaderSlot,
): TemplateMismatch[] {
  const fault = (problem: string, hint: string): TemplateMismatch[] => [{ slot, path, problem, hint }]
  const takesNone = !header || (header.format === 'TEXT' && placeholders(header.text).length === 0)
  if (takesNone) return given ? fault('takes no value in this template', 'Leave headerParameters out.') : []
  if (header.format !== 'TEXT') return mediaFaults(header.format, given?.type, fault)
  if (given && given.type !== 'text')
    return fault(
      `is a text in this template, not ${articles[given.type.toUpperCase()] ?? given.type}`,
      'Send a text in headerParameters.',
    )
  return textFaults({
    slot,
    text: header.text,
    named,
    most: MOST,
    parameters: given ? [given] : [],
    pathOf: () => path,
    field: 'headerParameters',
  })
}

function mediaFaults(
  format: string,
  given: HeaderParameter['type'] | undefined,
  fault: (problem: string, advice: string) => TemplateMismatch[],
): TemplateMismatch[] {
  const wanted = articles[format]
  if (wanted === undefined || given === format.toLowerCase()) return []
  const advice = `Send ${wanted} in headerParameters: { "type": "${format.toLowerCase()}", … }.`
  return given === undefined
    ? fault(`is missing: the template starts with ${wanted}`, advice)
    : fault(`is ${wanted} in this template, not ${articles[given.toUpperCase()] ?? `a ${given}`}`, advice)
}
