import { TemplateContent } from './template-content.ts'

/** The template to send instead of a free-form message when the service window is closed. */
export const fallbackTemplate = TemplateContent.exactOptional().meta({
  description:
    'The template to send instead when the service window is closed: more than 24 hours since the contact last wrote. Without one, the message fails with WINDOW_CLOSED.',
  examples: [{ templateName: 'order_shipped', languageCode: 'en_US' }],
})
