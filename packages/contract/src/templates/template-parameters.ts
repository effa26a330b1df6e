/** The values that fill a template: its header, its body, its buttons. */
import { z } from 'zod'
import { DocumentFile, MediaFile } from '../media/media-file.ts'
import { copyableCode, parameterText } from './parameter-text.ts'

const kind = <Kind extends string>(type: Kind, description: string) =>
  z.literal(type).meta({ description, examples: [type] })

const parameterName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]*$/,
    "must be a placeholder's name, such as first_name: lower case, digits, underscores",
  )
  .exactOptional()
  .meta({
    description: 'The name of the placeholder, for templates with named ones. Name all parameters or none.',
    examples: ['first_name'],
  })

const oneOf = (types: string) => ({
  error: (issue: { code: string }) =>
    issue.code === 'invalid_union' ? `must be one of ${types}` : undefined,
})

/** A place: latitude and longitude in degrees, with name and address if there are any. */
export const Location = z.strictObject({
  latitude: z
    .number()
    .min(-90)
    .max(90)
    .meta({ description: 'Degrees, north is positive.', examples: [32.0853] }),
  longitude: z
    .number()
    .min(-180)
    .max(180)
    .meta({ description: 'Degrees, east is positive.', examples: [34.7818] }),
  name: z
    .string()
    .min(1)
    .max(100)
    .exactOptional()
    .meta({ description: 'The name shown.', examples: ['Our shop'] }),
  address: z
    .string()
    .min(1)
    .max(300)
    .exactOptional()
    .meta({ description: 'The address shown.', examples: ['1 Rothschild Blvd, Tel Aviv'] }),
})

/** The one parameter of a template's header. */
export const HeaderParameter = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({
        type: kind('text', 'A header with a placeholder.'),
        text: parameterText(60).meta({
          description: 'The value, 60 characters at most.',
          examples: ['Order 1042'],
        }),
        parameterName,
      }),
      z.strictObject({ type: kind('image', 'An image: JPEG or PNG, up to 5 MB.'), image: MediaFile }),
      z.strictObject({ type: kind('video', 'A video: MP4 or 3GP, up to 16 MB.'), video: MediaFile }),
      z.strictObject({ type: kind('document', 'A PDF, up to 100 MB.'), document: DocumentFile }),
      z.strictObject({ type: kind('location', 'A place on the map.'), location: Location }),
      z.strictObject({
        type: kind('product', 'A product of a catalogue.'),
        product: z.strictObject({
          productRetailerId: z
            .string()
            .min(1)
            .max(100)
            .meta({ description: "The product's id.", examples: ['SKU-7'] }),
          catalogId: z
            .string()
            .min(1)
            .max(100)
            .meta({ description: "The catalogue's id.", examples: ['194836987003835'] }),
        }),
      }),
    ],
    oneOf('text, image, video, document, location, product'),
  )
  .meta({ id: 'HeaderParameter', description: "The parameter of the template's header." })
export type HeaderParameter = z.infer<typeof HeaderParameter>

const fallbackValue = parameterText(1024).meta({
  description: 'The text shown where the value cannot be written in the way of the country.',
  examples: ['$100.99'],
})

/** A parameter of a template's body. */
export const BodyParameter = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({
        type: kind('text', 'Plain text.'),
        text: parameterText(1024).meta({
          description: 'The value: not empty, no line breaks, no tabs, at most four spaces in a row.',
          examples: ['Variable #1'],
        }),
        parameterName,
      }),
      z.strictObject({
        type: kind('currency', 'An amount of money.'),
        currency: z.strictObject({
          fallbackValue,
          code: z
            .string()
            .regex(/^[A-Z]{3}$/, 'must be three capital letters (ISO 4217), such as USD')
            .meta({ description: 'The currency, ISO 4217.', examples: ['USD'] }),
          amount1000: z.int().meta({ description: 'The amount times 1000.', examples: [100990] }),
        }),
        parameterName,
      }),
      z.strictObject({
        type: kind('date_time', 'A date. WhatsApp shows the text given.'),
        dateTime: z.strictObject({
          fallbackValue: fallbackValue.meta({
            description: 'The text shown.',
            examples: ['25 February 2027'],
          }),
        }),
        parameterName,
      }),
    ],
    oneOf('text, currency, date_time'),
  )
  .meta({ id: 'BodyParameter', description: "A parameter of the template's body." })
export type BodyParameter = z.infer<typeof BodyParameter>

const index = z
  .int()
  .min(0)
  .max(9)
  .meta({
    description: 'The position among all buttons of the template, from 0, static ones included.',
    examples: [0],
  })

/** A parameter of one of a template's buttons. */
export const ButtonParameter = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({
        index,
        type: kind('url', 'A link with a placeholder at its end.'),
        text: parameterText(2000).meta({
          description: "What replaces the placeholder: the end of the template's link, not a whole link.",
          examples: ['ORD-1'],
        }),
      }),
      z.strictObject({
        index,
        type: kind('quick_reply', 'A reply button.'),
        payload: z
          .string()
          .min(1)
          .max(256)
          .meta({ description: 'Returned when the button is pressed.', examples: ['CONFIRM-1042'] }),
      }),
      z.strictObject({
        index,
        type: kind('copy_code', 'A coupon code to copy.'),
        couponCode: copyableCode.meta({
          description: 'The coupon code, up to 15 characters.',
          examples: ['SAVE20'],
        }),
      }),
      z.strictObject({
        index,
        type: kind('flow', 'A button that opens a flow.'),
        flowToken: z
          .string()
          .min(1)
          .max(200)
          .exactOptional()
          .meta({ description: 'Returned with the answers of the flow.', examples: ['order-1042'] }),
        flowActionData: z
          .record(z.string(), z.json())
          .exactOptional()
          .meta({ description: "Data for the flow's first screen.", examples: [{ orderId: '1042' }] }),
      }),
      z.strictObject({
        index,
        type: kind('catalog', 'A button that opens the catalogue.'),
        thumbnailProductRetailerId: z
          .string()
          .min(1)
          .max(100)
          .exactOptional()
          .meta({ description: 'The product whose picture is shown.', examples: ['SKU-7'] }),
      }),
      z.strictObject({
        index,
        type: kind(
          'one_time_code',
          'The button of an authentication template. `oneTimeCode` fills it for you.',
        ),
        code: copyableCode.meta({ description: 'The code, the same as in the body.', examples: ['482913'] }),
      }),
    ],
    oneOf('url, quick_reply, copy_code, flow, catalog, one_time_code'),
  )
  .meta({ id: 'ButtonParameter', description: 'A parameter of one of the buttons.' })
export type ButtonParameter = z.infer<typeof ButtonParameter>
