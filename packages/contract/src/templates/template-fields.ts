/** The fields of a template message: which template, and the values that fill it. No rules between fields here. */
import { z } from 'zod'
import { Instant } from '../fields/instant.ts'
import { oneOfForms } from '../fields/one-of-forms.ts'
import { copyableCode, parameterText } from './parameter-text.ts'
import { BodyParameter, ButtonParameter, HeaderParameter } from './template-parameters.ts'

/** A parameter, or plain text that stands for a parameter of the type `text`. */
const orText = <Parameter extends z.ZodType>(parameter: Parameter, maxLength: number) =>
  z.union(
    [
      parameterText(maxLength)
        .meta({ description: 'Plain text: a parameter of the type `text`.', examples: ['Ada'] })
        .transform((text) => ({ type: 'text' as const, text })),
      parameter,
    ],
    oneOfForms('must be an object with a type, or plain text'),
  )

const header = orText(HeaderParameter, 60)

const templateParameters = z
  .array(orText(BodyParameter, 1024))
  .max(100)
  .exactOptional()
  .meta({
    description:
      'The values for the placeholders of the body, in order or by name. Plain text is a text parameter.',
    examples: [[{ type: 'text', text: 'Variable #1' }], ['Ada', 'ORD-1']],
  })

const buttonParameters = z
  .array(ButtonParameter)
  .max(10)
  .exactOptional()
  .meta({
    description: 'The values for the buttons that take one.',
    examples: [[{ index: 0, type: 'url', text: 'ORD-1' }]],
  })

const headerExample = { type: 'image', image: { link: 'https://example.com/image.jpg' } }

/** One card of a carousel template. */
export const CarouselCard = z
  .strictObject({
    headerParameters: header.meta({
      description: 'The image, video or product.',
      examples: [headerExample],
    }),
    templateParameters,
    buttonParameters,
  })
  .meta({ id: 'CarouselCard' })
export type CarouselCard = z.infer<typeof CarouselCard>

/** The fields of a template, each under its canonical name. */
export const templateFields = {
  templateName: z
    .string()
    .regex(/^[a-z0-9_]{1,512}$/, 'must be the name as approved: lower-case letters, digits and underscores')
    .meta({ description: 'The name of an approved template.', examples: ['jaspers_market_image_cta_v1'] }),
  languageCode: z
    .string()
    .regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/, 'must be a language code as Meta writes it, such as en_US, en or he')
    .meta({
      description: 'The exact language of the approved template: `en` and `en_US` are different.',
      examples: ['en_US'],
    }),
  headerParameters: header.exactOptional().meta({
    description: 'The value of the header, when it takes one. Plain text is a text parameter.',
    examples: [headerExample],
  }),
  templateParameters,
  buttonParameters,
  oneTimeCode: copyableCode.exactOptional().meta({
    description: 'For authentication templates: fills the code into body and button.',
    examples: ['482913'],
  }),
  carousel: z
    .array(CarouselCard)
    .min(1)
    .max(10)
    .exactOptional()
    .meta({
      description: 'The cards of a carousel template, in order.',
      examples: [
        [{ headerParameters: headerExample, templateParameters: [{ type: 'text', text: '10OFF' }] }],
      ],
    }),
  limitedTimeOffer: z
    .strictObject({
      expirationTime: Instant.meta({
        description: 'When the offer ends.',
        examples: ['2027-01-31T18:00:00Z'],
      }),
    })
    .exactOptional()
    .meta({
      description: 'For templates with a limited-time offer.',
      examples: [{ expirationTime: '2027-01-31T18:00:00Z' }],
    }),
  components: z
    .array(
      z.looseObject({
        type: z
          .string()
          .min(1)
          .meta({ description: "Meta's component type.", examples: ['tap_target_configuration'] }),
      }),
    )
    .max(20)
    .exactOptional()
    .meta({
      description: "Further components in Meta's own form, passed on unchanged after the others.",
      examples: [[{ type: 'tap_target_configuration', parameters: [] }]],
    }),
}

/** The fields together, before the rules between them are checked. */
export const TemplateFields = z.strictObject(templateFields)
export type TemplateFields = z.infer<typeof TemplateFields>
