import type { SessionServices } from '../sessions/session-services.ts'
import {
  ListTemplatesQuery,
  messageErrorCodes,
  parseRequest,
  PreviewTemplateRequest,
  SyncTemplatesRequest,
  TemplateList,
  TemplateName,
  TemplatePreview,
  TemplateSync,
  WaypostError,
} from '@waypost/contract'
import { pageAnswer } from '../http/page.ts'
import { reachesMode } from '../http/caller-reach.ts'
import { route } from '../http/route.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import { resolveSession } from '../sessions/resolve-session.ts'
import { parameterFaults } from './check-parameters.ts'
import type { TemplateCaches } from './template-caches.ts'
import { accountsOf, listTemplates, templateView } from './list-templates.ts'
import { previewTemplate } from './preview-template.ts'
import type { SyncReport } from './sync-templates.ts'
import { templateError } from './template-mismatch.ts'
import type { TemplateStore } from './template-store.ts'

export interface TemplateRouteNeeds extends Pick<SessionServices, 'sessions'> {
  templateStore: Pick<TemplateStore, 'list'>
  templateCaches: TemplateCaches
}

/** `GET /v1/templates`: the templates that the caller may send, by name. A live caller's empty list is read at Meta. */
export const listTemplatesRoute = (needs: () => Promise<TemplateRouteNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/templates',
    access: 'templates',
    query: ListTemplatesQuery,
    doc: {
      summary: 'List templates by name',
      answers: { 200: TemplateList },
      refusals: ['SESSION_NOT_FOUND', 'SESSION_FORBIDDEN', ...messageErrorCodes],
    },
    async handle({ caller, query }) {
      const { sessions, templateStore, templateCaches } = await needs()
      const by = { caller, sessions: await sessions() }
      const list = () => listTemplates(query, by, templateStore)
      let page = await list()
      if (page.items.length === 0 && reachesMode(caller, 'live')) {
        const accounts = accountsOf(caller, query.session, by.sessions)
        await Promise.all(accounts.map((wabaId) => templateCaches(wabaId).refresh()))
        page = await list()
      }
      return pageAnswer(page, templateView)
    },
  })

/** `POST /v1/templates/sync`: read them at Meta now. Operators, and keys with the scope `templates`. */
export const syncTemplatesRoute = (needs: () => Promise<TemplateRouteNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/templates/sync',
    reach: 'live',
    access: 'templates',
    role: 'operator',
    body: SyncTemplatesRequest,
    doc: {
      summary: 'Sync templates from Meta',
      answers: { 200: TemplateSync },
      refusals: ['SESSION_NOT_FOUND', 'SESSION_FORBIDDEN', ...messageErrorCodes],
    },
    async handle({ caller, body }) {
      const { sessions, templateCaches } = await needs()
      const wabaIds = accountsOf(caller, body.session, await sessions())
      const data = await Promise.all(
        wabaIds.map(async (wabaId) => ({ wabaId, ...done(await templateCaches(wabaId).sync()) })),
      )
      return { status: 200, body: { data } }
    },
  })

/** `POST /v1/templates/{name}/preview`: the text with its values filled in, or what does not fit. */
export const previewTemplateRoute = (needs: () => Promise<TemplateRouteNeeds>) =>
  route({
    method: 'POST',
    path: '/v1/templates/{name}/preview',
    access: 'templates',
    body: PreviewTemplateRequest,
    doc: {
      summary: 'Preview a template',
      answers: { 200: TemplatePreview },
      refusals: ['SESSION_REQUIRED', 'SESSION_NOT_FOUND', 'SESSION_FORBIDDEN', ...messageErrorCodes],
    },
    async handle({ caller, params, body }) {
      const { sessions, templateCaches } = await needs()
      const { session: named, ...fill } = body
      const { wabaId } = resolveSession(caller, named, await sessions())
      const name = parseRequest(TemplateName, params['name'])
      const copy = await templateCaches(wabaId).find({ name, language: fill.languageCode })
      if ('code' in copy) throw new WaypostError(copy.code, copy)
      const refusal = templateError(parameterFaults(copy, { ...fill, templateName: name }))
      if (refusal) throw new WaypostError(refusal.code, refusal)
      return { status: 200, body: previewTemplate(copy, body) }
    },
  })

/** @throws WaypostError for Meta's refusal */
function done(report: SyncReport): Exclude<SyncReport, { failure: unknown }> {
  if (!('failure' in report)) return report
  const { failure } = report
  const { code } = failure.code === undefined ? { code: 'UPSTREAM_FAILED' as const } : ruleFor(failure)
  throw new WaypostError(code, {
    meta: failure,
    retryAfterSeconds: failure.retryAfterSeconds,
  })
}
