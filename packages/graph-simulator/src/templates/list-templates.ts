/**
 * `GET /{waba}/message_templates`: filters, fields, cursors.
 * developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates
 */
import { GraphError, refuse } from '../graph/graph-error.ts'
import { fieldNames, selectFields } from '../graph/fields.ts'
import type { Template } from './template.ts'

/** Without `fields`, Meta leaves out `rejected_reason` and `quality_score`. */
const defaultFields = ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'id']

export interface TemplatePage {
  data: object[]
  paging?: { cursors: { before: string; after: string }; next?: string; previous?: string }
}

/** One page of the templates that match the query. `url` is the request's own, for the `next` link. */
export function listTemplates(templates: readonly Template[], url: URL): TemplatePage {
  const query = url.searchParams
  const matching = templates.filter((template) => matches(template, query)).toReversed()
  const limit = pageSize(query.get('limit'))
  const start = startOf(query, limit)
  const page = matching.slice(start, start + limit)
  const fields = fieldNames(query.get('fields') ?? undefined) ?? defaultFields
  const data = page.map((template) => selectFields(templateNode(template), fields))
  if (page.length === 0) return { data }
  const cursors = { before: cursor(start), after: cursor(start + page.length - 1) }
  return {
    data,
    paging: {
      cursors,
      ...(start + page.length < matching.length && { next: link(url, 'after', cursors.after) }),
      ...(start > 0 && { previous: link(url, 'before', cursors.before) }),
    },
  }
}

/** A template as a node of the graph, with every field it can show. */
export function templateNode(template: Template): Record<string, unknown> {
  const absent = {
    previous_category: undefined,
    message_send_ttl_seconds: undefined,
    correct_category: undefined,
  }
  const node: Record<string, unknown> = { ...absent, ...template }
  delete node['wabaId']
  return node
}

function matches(template: Template, query: URLSearchParams): boolean {
  const isOneOf = (key: string, value: string) => {
    const wanted = query.get(key)
    return (
      wanted === null ||
      wanted
        .replace(/[[\]"\s]/g, '')
        .split(',')
        .includes(value)
    )
  }
  const part = query.get('name_or_content')
  return (
    (query.get('name') === null || template.name === query.get('name')) &&
    isOneOf('status', template.status) &&
    isOneOf('language', template.language) &&
    isOneOf('category', template.category) &&
    isOneOf('quality_score', template.quality_score.score) &&
    (part === null || JSON.stringify([template.name, template.components]).includes(part))
  )
}

function startOf(query: URLSearchParams, limit: number): number {
  const after = query.get('after')
  if (after !== null) return position(after) + 1
  const before = query.get('before')
  return before === null ? 0 : Math.max(0, position(before) - limit)
}

function pageSize(limit: string | null): number {
  if (limit === null) return 25
  if (!/^\d{1,4}$/.test(limit) || Number(limit) === 0)
    throw refuse(100, 'Param limit must be a whole number from 1 on.')
  return Number(limit)
}

function cursor(at: number): string {
  return Buffer.from(`at:${at}`).toString('base64')
}

function position(text: string): number {
  const at = /^at:(\d+)$/.exec(Buffer.from(text, 'base64').toString())?.[1]
  if (at === undefined)
    throw new GraphError({
      code: 100,
      message: '(#100) Invalid cursor',
      details: 'The cursor is not one of this list.',
    })
  return Number(at)
}

function link(url: URL, key: 'after' | 'before', value: string): string {
  const next = new URL(url)
  next.searchParams.delete('after')
  next.searchParams.delete('before')
  next.searchParams.delete('access_token')
  next.searchParams.set(key, value)
  return next.href
}
