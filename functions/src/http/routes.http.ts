import type { Route } from '../access/route.ts'
import type { Clock } from '../kernel/clock.ts'
import { batchRoute } from '../messages/batch.http.ts'
import { markReadRoute } from '../messages/mark-read.http.ts'
import type { MarkReadNeeds } from '../messages/mark-read.ts'
import { getMessageRoute, listMessagesRoute, type ReadNeeds } from '../messages/messages.http.ts'
import { notifyRoute } from '../messages/notify.http.ts'
import { sendTextByGetRoute, sendTextRoute } from '../messages/send-text.http.ts'
import { sendRoute } from '../messages/send.http.ts'
import type { SendNeeds } from '../messages/send-message.ts'
import {
  listTemplatesRoute,
  previewTemplateRoute,
  syncTemplatesRoute,
  type TemplateRouteNeeds,
} from '../templates/templates.http.ts'
import { errorsPageRoute } from './errors-page.http.ts'
import {
  cancelRoute,
  resumeRoute,
  retryManyRoute,
  retryRoute,
  type SteerNeeds,
} from '../messages/steer.http.ts'
import type { HealthDetailsNeeds } from './health-details.ts'
import { healthDetailsRoute } from './health-details.http.ts'
import { healthRoute } from './health.http.ts'

/** What the routes need, each asked for when a request comes. */
export interface RouteNeeds {
  sending(): Promise<SendNeeds & MarkReadNeeds>
  reading(): Promise<ReadNeeds>
  steering(): Promise<SteerNeeds>
  templates(): Promise<TemplateRouteNeeds>
  examining(): Promise<HealthDetailsNeeds>
  clock: Clock
}

/** The API's table of contents. */
export const routes = ({
  sending,
  reading,
  steering,
  templates,
  examining,
  clock,
}: RouteNeeds): readonly Route[] => [
  notifyRoute(sending),
  sendTextRoute(sending),
  sendTextByGetRoute(sending),
  sendRoute(sending),
  batchRoute(sending),
  markReadRoute(sending),
  listMessagesRoute(reading),
  getMessageRoute(reading),
  cancelRoute(steering),
  retryRoute(steering),
  retryManyRoute(steering),
  resumeRoute(steering),
  listTemplatesRoute(templates),
  syncTemplatesRoute(templates),
  previewTemplateRoute(templates),
  healthRoute(clock),
  healthDetailsRoute(examining, clock),
  errorsPageRoute,
]
