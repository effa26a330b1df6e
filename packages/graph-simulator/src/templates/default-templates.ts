/** The templates of a fresh simulator: one for each kind of component and each status a sender must cope with. */
import type { Template, TemplateButton, TemplateCategory, TemplateComponent } from './template.ts'

interface Definition {
  name: string
  language?: string
  category: TemplateCategory
  named?: boolean
  status?: string
  rejectedReason?: string
  components: TemplateComponent[]
}

const body = (text: string): TemplateComponent => ({ type: 'BODY', text })
const footer = (text: string): TemplateComponent => ({ type: 'FOOTER', text })
const header = (format: 'IMAGE' | 'VIDEO' | 'DOCUMENT' | 'LOCATION'): TemplateComponent => ({
  type: 'HEADER',
  format,
})
const headerText = (text: string): TemplateComponent => ({ type: 'HEADER', format: 'TEXT', text })
const buttons = (...list: TemplateButton[]): TemplateComponent => ({ type: 'BUTTONS', buttons: list })
const quickReply = (text: string): TemplateButton => ({ type: 'QUICK_REPLY', text })
const url = (text: string, target: string): TemplateButton => ({ type: 'URL', text, url: target })

const sendable: readonly Definition[] = [
  {
    name: 'hello_world',
    category: 'UTILITY',
    components: [
      headerText('Hello World'),
      body(
        'Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message.',
      ),
      footer('WhatsApp Business Platform sample message'),
    ],
  },
  {
    name: 'jaspers_market_image_cta_v1',
    category: 'MARKETING',
    components: [
      header('IMAGE'),
      body('Fresh this week at the market: {{1}}. Come and see!'),
      footer('Reply STOP to opt out'),
      buttons(url('Order now', 'https://example.com/orders/{{1}}')),
    ],
  },
  {
    name: 'order_shipped',
    category: 'UTILITY',
    components: [body('Your order {{1}} has been shipped and arrives on {{2}}. Thank you!')],
  },
  {
    name: 'order_shipped',
    language: 'he',
    category: 'UTILITY',
    components: [body('ההזמנה {{1}} נשלחה ותגיע ביום {{2}}. תודה!')],
  },
  {
    name: 'appointment_reminder',
    category: 'UTILITY',
    named: true,
    components: [
      headerText('Reminder for {{first_name}}'),
      body('Dear {{first_name}}, we expect you on {{date}} at {{time}}. Will you come?'),
      buttons(quickReply('I will come'), quickReply('Cancel')),
    ],
  },
  {
    name: 'login_code',
    category: 'AUTHENTICATION',
    components: [
      { type: 'BODY', text: '*{{1}}* is your verification code.', add_security_recommendation: true },
      { type: 'FOOTER', text: 'This code expires in 10 minutes.', code_expiration_minutes: 10 },
      buttons({
        type: 'OTP',
        otp_type: 'COPY_CODE',
        text: 'Copy code',
        url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code={{1}}',
      }),
    ],
  },
  {
    name: 'spring_offer',
    category: 'MARKETING',
    components: [
      header('IMAGE'),
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Spring offer', has_expiration: true } },
      body('Hello {{1}}, everything for your garden is a quarter off with this code!'),
      buttons(
        { type: 'COPY_CODE', text: 'Copy offer code', example: ['SPRING25'] },
        url('Shop', 'https://example.com/spring?code={{1}}'),
      ),
    ],
  },
  {
    name: 'product_carousel',
    category: 'MARKETING',
    components: [
      body('Hello {{1}}, these have just arrived:'),
      { type: 'CAROUSEL', cards: [carouselCard(), carouselCard()] },
    ],
  },
  {
    name: 'invoice_ready',
    category: 'UTILITY',
    components: [header('DOCUMENT'), body('Your invoice {{1}} over {{2}} is attached. Thank you.')],
  },
  {
    name: 'store_location',
    category: 'UTILITY',
    components: [header('LOCATION'), body('Your parcel waits for you at {{1}} until we close.')],
  },
  {
    name: 'product_video',
    category: 'MARKETING',
    components: [header('VIDEO'), body('See how {{1}} is made.'), buttons(quickReply('Stop promotions'))],
  },
  {
    name: 'price_update',
    category: 'UTILITY',
    components: [body('The price of your plan becomes {{1}} from {{2}} on. Nothing else changes.')],
  },
  {
    name: 'delivery_feedback',
    category: 'UTILITY',
    components: [
      body('Your parcel {{1}} was delivered. Was everything fine?'),
      buttons(
        quickReply('All fine'),
        quickReply('A problem'),
        { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+16315551181' },
        url('Track', 'https://example.com/track'),
      ),
    ],
  },
  {
    name: 'menu_flow',
    category: 'UTILITY',
    components: [
      body('Tell us what you would like to eat.'),
      buttons({ type: 'FLOW', text: 'Open the menu', flow_id: '1234567890' }),
    ],
  },
  {
    name: 'shop_catalog',
    category: 'MARKETING',
    components: [
      body('Everything we sell, {{1}}, in one place.'),
      buttons({ type: 'CATALOG', text: 'View catalog' }),
    ],
  },
  {
    name: 'weekly_selection',
    category: 'MARKETING',
    components: [
      headerText('New this week'),
      body('Picked for you, {{1}}: see the list.'),
      buttons({ type: 'MPM', text: 'View items' }),
    ],
  },
  {
    name: 'call_us',
    category: 'UTILITY',
    components: [
      body('We are here to help with {{1}}, all day.'),
      buttons({ type: 'VOICE_CALL', text: 'Call on WhatsApp' }),
    ],
  },
]

const unsendable: readonly Definition[] = [
  {
    name: 'paused_offer',
    category: 'MARKETING',
    status: 'PAUSED',
    components: [body('Hello {{1}}, only today!')],
  },
  {
    name: 'disabled_offer',
    category: 'MARKETING',
    status: 'DISABLED',
    components: [body('Hello {{1}}, last chance!')],
  },
  {
    name: 'rejected_offer',
    category: 'MARKETING',
    status: 'REJECTED',
    rejectedReason: 'TAG_CONTENT_MISMATCH',
    components: [body('Hello {{1}}, you have won!')],
  },
  {
    name: 'pending_notice',
    category: 'UTILITY',
    status: 'PENDING',
    components: [body('Your request {{1}} is in review.')],
  },
]

/** Fresh copies of the default templates for one WABA; their ids are always the same. */
export function defaultTemplates(wabaId: string): Template[] {
  return [...sendable, ...unsendable].map((definition, index) => ({
    id: String(594_425_479_261_500 + index),
    wabaId,
    name: definition.name,
    language: definition.language ?? 'en_US',
    status: definition.status ?? 'APPROVED',
    category: definition.category,
    parameter_format: definition.named ? 'NAMED' : 'POSITIONAL',
    components: structuredClone(definition.components),
    rejected_reason: definition.rejectedReason ?? 'NONE',
    quality_score: { score: definition.status === undefined ? 'GREEN' : 'UNKNOWN', date: 1_767_225_600 },
  }))
}

function carouselCard(): { components: TemplateComponent[] } {
  return {
    components: [
      header('IMAGE'),
      body('Now for {{1}} only'),
      buttons(quickReply('Tell me more'), url('Buy', 'https://example.com/products/{{1}}')),
    ],
  }
}
