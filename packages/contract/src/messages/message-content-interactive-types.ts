/**
 * The types of interactive messages, before the rules between their fields. The limits are Meta's:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages#interactive-messages
 */
import { z } from 'zod'
import { actions } from './message-content-interactive-actions.ts'
import { DocumentFile, MediaFile } from '../media/media-file.ts'

const kind = <Kind extends string>(type: Kind, description: string) =>
  z.literal(type).meta({ description, examples: [type] })

const words = (description: string, example: string, maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .meta({ description: `${description} ${String(maxLength)} characters at most.`, examples: [example] })

const body = words('The text of the message.', 'How was your order?', 1024)
const footer = words('The footer.', 'Acme, Tel Aviv', 60).exactOptional()

const TextHeader = z
  .strictObject({
    type: kind('text', 'A line of text.'),
    text: words('The line.', 'Order 1042', 60),
  })
  .meta({ id: 'TextHeader' })
const ImageHeader = z
  .strictObject({ type: kind('image', 'An image: JPEG or PNG.'), image: MediaFile })
  .meta({ id: 'ImageHeader' })
const VideoHeader = z
  .strictObject({ type: kind('video', 'A video: MP4 or 3GP.'), video: MediaFile })
  .meta({ id: 'VideoHeader' })
const DocumentHeader = z.strictObject({ type: kind('document', 'A document.'), document: DocumentFile })

const oneOf = (types: readonly string[]) => ({
  error: (issue: { code: string }) =>
    issue.code === 'invalid_union' ? `must be one of ${types.join(', ')}` : undefined,
})

const Header = z
  .discriminatedUnion(
    'type',
    [TextHeader, ImageHeader, VideoHeader, DocumentHeader],
    oneOf(['text', 'image', 'video', 'document']),
  )
  .meta({ id: 'InteractiveHeader' })

const header = Header.exactOptional()
const framed = { header, body, footer }

const CardHeader = z.discriminatedUnion('type', [ImageHeader, VideoHeader], oneOf(['image', 'video']))

const CarouselCard = z.strictObject({
  header: CardHeader,
  body: body.exactOptional(),
  ...actions.cta_url,
})

const types = [
  z.strictObject({ type: kind('button', 'Up to three reply buttons.'), ...framed, ...actions.button }),
  z.strictObject({
    type: kind('list', 'A list to choose from.'),
    header: TextHeader.exactOptional(),
    body: words('The text of the message.', 'When shall we come?', 4096),
    footer,
    ...actions.list,
  }),
  z.strictObject({
    type: kind('cta_url', 'A button that opens a URL.'),
    ...framed,
    ...actions.cta_url,
  }),
  z.strictObject({ type: kind('location_request_message', 'A request for the location.'), body }),
  z.strictObject({
    type: kind('address_message', 'A request for a postal address (India, Singapore).'),
    ...framed,
    ...actions.address_message,
  }),
  z.strictObject({ type: kind('flow', 'A button that opens a flow.'), ...framed, ...actions.flow }),
  z.strictObject({
    type: kind('product', 'One product of a catalogue.'),
    body: body.exactOptional(),
    footer,
    ...actions.product,
  }),
  z.strictObject({
    type: kind('product_list', 'Several products of a catalogue.'),
    header: TextHeader,
    body,
    footer,
    ...actions.product_list,
  }),
  z.strictObject({
    type: kind('catalog_message', 'A button that opens the catalogue.'),
    body,
    footer,
    ...actions.catalog_message,
  }),
  z.strictObject({
    type: kind('carousel', 'Cards side by side, each with a button.'),
    body,
    cards: z
      .array(CarouselCard)
      .min(2)
      .max(10)
      .meta({ description: 'The cards, two to ten; all with an image, or all with a video.' }),
  }),
  z.strictObject({ type: kind('request_contact_info', 'A request for the phone number.'), body }),
] as const

/** One interactive message of any type. */
export const InteractiveFields = z.discriminatedUnion(
  'type',
  types,
  oneOf(types.map(({ shape }) => [...shape.type.values].join())),
)
export type InteractiveFields = z.infer<typeof InteractiveFields>
