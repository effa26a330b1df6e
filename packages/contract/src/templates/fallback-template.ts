import { TemplateContent } from './template-content.ts'

/** What to send in the place of a free-form message that the service window does not let through. */
export const fallbackTemplate = TemplateContent.exactOptional().meta({
  description:
    'The template to send instead when the service window is closed: more than 24 hours since the contact last wrote. Without one, the message fails with WINDOW_CLOSED.',
  examples: [{ templateName: 'order_shipped', languageCode: 'en_US' }],
})
