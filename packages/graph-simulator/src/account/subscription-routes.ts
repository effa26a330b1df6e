/**
 * Apps subscribed to a WABA's webhooks, with an own address if given.
 * developers.facebook.com/docs/graph-api/reference/whats-app-business-account/subscribed_apps
 */
import type { GraphApp } from '../graph/context.ts'
import { GraphError } from '../graph/graph-error.ts'
import { wabaOf } from '../graph/find-node.ts'
import { readBody } from '../graph/request-body.ts'
import { optionalText, text, webAddress } from '../graph/json-part.ts'
import { verifyWebhook } from '../webhooks/verify-webhook.ts'

export function subscriptionRoutes(app: GraphApp): void {
  app.get('/:id/subscribed_apps', (c) => {
    const { state, config } = c.var.simulator
    const subscription = state.subscriptions.get(wabaOf(c))
    if (!subscription?.subscribed) return c.json({ data: [] })
    const { overrideCallbackUri } = subscription
    const link = `https://www.facebook.com/games/?app_id=${config.appId}`
    return c.json({
      data: [
        {
          whatsapp_business_api_data: { link, name: 'Waypost', id: config.appId },
          ...(overrideCallbackUri !== undefined && { override_callback_uri: overrideCallbackUri }),
        },
      ],
    })
  })
  app.post('/:id/subscribed_apps', async (c) => {
    const wabaId = wabaOf(c)
    const body = await readBody(c)
    const override = optionalText(body, 'override_callback_uri')
    if (override !== undefined) {
      webAddress(body, 'override_callback_uri')
      await requireVerification(override, text(body, 'verify_token'))
    }
    c.var.simulator.state.subscriptions.set(wabaId, {
      subscribed: true,
      ...(override !== undefined && { overrideCallbackUri: override }),
    })
    return c.json({ success: true })
  })
  app.delete('/:id/subscribed_apps', (c) => {
    c.var.simulator.state.subscriptions.set(wabaOf(c), { subscribed: false })
    return c.json({ success: true })
  })
}

/** Asks the address to repeat the challenge; throws 2200 when it does not. */
export async function requireVerification(url: string, token: string): Promise<void> {
  const { verified, reason } = await verifyWebhook(url, token)
  if (!verified) {
    throw new GraphError({
      code: 2200,
      message: `(#2200) Callback verification failed with the following errors: ${reason ?? 'no reason'}`,
    })
  }
}
