import { asObject, parseJson, asNonEmptyString } from '../kernel/untrusted-json.ts'

/** A template in Meta's list, read loosely: words and components that are new to us stay as they came. */
export interface GraphListedTemplate {
  /** Meta's id of it. */
  readonly metaId: string
  readonly name: string
  /** Exactly as Meta writes it: `en` and `en_US` are two templates. */
  readonly language: string
  /** In capitals: `APPROVED`, `PAUSED`, `PENDING`, … Only approved ones can be sent. */
  readonly status: string
  /** In capitals: `AUTHENTICATION`, `UTILITY`, `MARKETING`, or a word of another time. */
  readonly category: string
  readonly parameterFormat: 'POSITIONAL' | 'NAMED'
  readonly components: readonly unknown[]
  /** `GREEN`, `YELLOW`, `RED`; absent while Meta has no opinion. */
  readonly quality?: string
  readonly rejectedReason?: string
}

export interface TemplateListPage {
  readonly templates: readonly GraphListedTemplate[]
  /** The cursor of the next page; absent on the last. */
  readonly after?: string
  /** Entries without a name or a language: they cannot be sent. */
  readonly unread: number
}

/** Without them named, Meta leaves out the reason and the quality. */
export const listedFields =
  'id,name,language,status,category,components,parameter_format,rejected_reason,quality_score'

/**
 * One page of `GET /{waba}/message_templates`. An empty page may have a next one: only a missing `next` is the end.
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates
 * @returns null for a body that is no such page
 */
export function readTemplatePage(text: string): TemplateListPage | null {
  const { data, paging } = asObject(parseJson(text))
  if (!Array.isArray(data)) return null
  const templates = data.map(readTemplate)
  const { next, cursors } = asObject(paging)
  const after = asObject(cursors)['after']
  return {
    templates: templates.filter((template) => template !== null),
    unread: templates.filter((template) => template === null).length,
    ...(typeof next === 'string' && typeof after === 'string' && { after }),
  }
}

function readTemplate(entry: unknown): GraphListedTemplate | null {
  const fields = asObject(entry)
  const [name, language] = [wordOf(fields['name']), wordOf(fields['language'])]
  if (name === '' || language === '') return null
  const quality = capitals(asObject(fields['quality_score'])['score'])
  const reason = capitals(fields['rejected_reason'])
  return {
    metaId: wordOf(fields['id']),
    name,
    language,
    status: capitals(fields['status']),
    category: capitals(fields['category']),
    parameterFormat: capitals(fields['parameter_format']) === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    components: Array.isArray(fields['components']) ? fields['components'] : [],
    ...(quality !== '' && quality !== 'UNKNOWN' && { quality }),
    ...(reason !== '' && reason !== 'NONE' && { rejectedReason: reason }),
  }
}

const wordOf = (value: unknown): string => asNonEmptyString(value) ?? ''

const capitals = (value: unknown): string => wordOf(value).toUpperCase()
