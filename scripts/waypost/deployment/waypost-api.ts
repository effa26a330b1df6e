import {
  HealthDetails,
  RawWebhookList,
  ReprocessAnswer,
  TemplateList,
  type RawWebhookView,
  type TemplateView,
} from '@waypost/contract'
import { z } from 'zod'
import { apiCalls, parseAnswer } from './api-call.ts'

/** Our own API, as an operator's key sees it. */
export interface WaypostApi {
  /** Whether it answers at all; needs no key. @throws CommandError saying why not */
  up(): Promise<void>
  /** @throws CommandError saying what the API answered and what to do */
  details(): Promise<HealthDetails>
  /** Ends a hold. @returns how many held messages woke. @throws CommandError with the reason why Meta still refuses */
  resume(sessionId: string): Promise<number>
  /** All that Meta posted since an instant and that is in a state, newest first, page by page. */
  rawWebhooks(state: RawWebhookView['state'], since: string): AsyncIterable<RawWebhookView>
  /** Has something that Meta posted done again. */
  reprocess(id: string): Promise<ReprocessAnswer>
  /** Has the templates read at Meta. @throws CommandError when Meta or the API refuses */
  syncTemplates(): Promise<void>
  /** All templates that the key may send, by name, page by page. */
  templates(): AsyncIterable<TemplateView>
}

const Resumed = z.object({ woken: z.number() })

/** The API of an installation, over HTTP. */
export function waypostApi(apiUrl: string, apiKey: string | undefined): WaypostApi {
  const call = apiCalls(apiUrl, apiKey)
  return {
    up: async () => void (await call('GET', '/v1/health')),
    details: async () => parseAnswer(HealthDetails, await call('GET', '/v1/health/details')),
    resume: async (sessionId) =>
      parseAnswer(Resumed, await call('POST', `/v1/sessions/${encodeURIComponent(sessionId)}/resume`)).woken,
    async *rawWebhooks(state, since) {
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = new URLSearchParams({ state, since, limit: '100', ...(cursor !== '' && { cursor }) })
        const answer = await call('GET', `/v1/raw-webhooks?${query.toString()}`)
        const page: RawWebhookList = parseAnswer(RawWebhookList, answer)
        yield* page.data
        cursor = page.nextCursor
      }
    },
    reprocess: async (id) =>
      parseAnswer(
        ReprocessAnswer,
        await call('POST', `/v1/raw-webhooks/${encodeURIComponent(id)}/reprocess`),
      ),
    syncTemplates: async () => void (await call('POST', '/v1/templates/sync')),
    async *templates() {
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = new URLSearchParams({ limit: '100', ...(cursor !== '' && { cursor }) })
        const page: TemplateList = parseAnswer(
          TemplateList,
          await call('GET', `/v1/templates?${query.toString()}`),
        )
        yield* page.data
        cursor = page.nextCursor
      }
    },
  }
}
