import { createOutageMonitor } from '../dispatch/outage.ts'
import { enqueueMediaDownload } from '../media/enqueue-media-download.ts'
import { parseSendSettings } from '../messages/send-settings.ts'
import { conversationServices } from './conversations.ts'
import { graphServices } from './graph.ts'
import { kernelServices } from './kernel.ts'
import { messageServices } from './messages.ts'
import { outboxServices } from './outbox.ts'
import { perPlatform } from './per-platform.ts'
import { sessionServices } from './sessions.ts'
import { templateServices } from './templates.ts'

/** The engine: creates, dispatches and settles messages. */
export const sendServices = perPlatform((platform) => {
  const { settings } = platform
  const kernel = kernelServices(platform)
  return {
    ...kernel,
    ...sessionServices(platform),
    ...messageServices(platform),
    ...outboxServices(platform),
    ...templateServices(platform),
    ...conversationServices(platform),
    ...graphServices(platform),
    outages: createOutageMonitor(),
    userPhone: platform.userPhone,
    enqueueMediaDownload: enqueueMediaDownload(kernel.tasks),
    settings: parseSendSettings(settings.send),
    ratePerSecond: settings.dispatchRate,
    limits: settings.attempts,
  }
})
