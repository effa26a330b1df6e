/**
 * Contact cards. https://developers.facebook.com/docs/whatsapp/cloud-api/messages/contacts-messages
 */
import { z } from 'zod'

const text = (description: string, example: string, maxLength = 200) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .exactOptional()
    .meta({ description, examples: [example] })

const kind = (examples: string[]) =>
  z.string().min(1).max(50).exactOptional().meta({ description: 'What it is used for.', examples })

const nameParts = {
  firstName: text('The first name.', 'Ada'),
  lastName: text('The last name.', 'Lovelace'),
  middleName: text('The middle name.', 'King'),
  prefix: text('Before the name.', 'Dr.'),
  suffix: text('After the name.', 'Jr.'),
}

const ContactName = z
  .strictObject({
    formattedName: z
      .string()
      .min(1)
      .max(200)
      .meta({ description: 'The name as it is shown.', examples: ['Ada Lovelace'] }),
    ...nameParts,
  })
  .refine((name) => Object.keys(nameParts).some((part) => part in name), {
    error: 'needs firstName or another part of the name beside formattedName',
  })

const list = <Entry extends z.ZodType>(entry: Entry) => z.array(entry).min(1).max(20).exactOptional()

const Contact = z.strictObject({
  name: ContactName,
  phones: list(
    z.strictObject({
      phone: text('The number as it is shown.', '+972 54-680-0360', 50),
      type: kind(['CELL', 'WORK']),
      waId: z
        .string()
        .regex(/^\d{5,20}$/, 'must be the digits of a WhatsApp account')
        .exactOptional()
        .meta({ description: 'The WhatsApp account to write to, digits only.', examples: ['972546800360'] }),
    }),
  ),
  emails: list(
    z.strictObject({ email: text('An e-mail address.', 'ada@example.com'), type: kind(['WORK', 'HOME']) }),
  ),
  urls: list(
    z.strictObject({
      url: text('A web address.', 'https://example.com', 2000),
      type: kind(['WORK', 'HOME']),
    }),
  ),
  addresses: list(
    z.strictObject({
      street: text('Street and number.', '1 Rothschild Blvd'),
      city: text('The city.', 'Tel Aviv'),
      state: text('State or province.', 'CA'),
      zip: text('The postal code.', '6688101'),
      country: text('The country.', 'Israel'),
      countryCode: text('The country, ISO 3166.', 'IL', 2),
      type: kind(['WORK', 'HOME']),
    }),
  ),
  org: z
    .strictObject({
      company: text('The company.', 'Acme'),
      department: text('The department.', 'Sales'),
      title: text('The position.', 'Manager'),
    })
    .exactOptional(),
  birthday: z.iso
    .date({ error: 'must be a date such as 1815-12-10' })
    .exactOptional()
    .meta({ description: 'The birthday.', examples: ['1815-12-10'] }),
})

/** One card or more. Meta's pages name 5 and 257 as the most; we let Meta decide between them. */
export const ContactCards = z.array(Contact).min(1).max(257)
export type ContactCards = z.infer<typeof ContactCards>
