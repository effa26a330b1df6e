/** The types are tried as an app tries them: by the compiler, on right and on wrong uses. */
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { defaultTemplates } from '../../../packages/graph-simulator/src/templates/default-templates.ts'
import { templateTypes, type ListedTemplate } from './template-types.ts'

const listed: ListedTemplate[] = defaultTemplates('1').map(
  ({ name, language, status, category, parameter_format, components }) => ({
    name,
    language,
    status,
    category,
    parameterFormat: parameter_format,
    components: components as unknown as ListedTemplate['components'],
  }),
)
const types = templateTypes(listed)

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  lib: ['lib.es2024.d.ts'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
}

/** What the compiler says of an app that uses the types; `use.ts` stands beside this file, on no disk. */
function complaints(use: string, generated = types): string[] {
  const files = new Map([
    [join(import.meta.dirname, 'pulled.ts'), generated],
    [join(import.meta.dirname, 'use.ts'), use],
  ])
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (path) => files.has(path) || fileExists(path)
  host.readFile = (path) => files.get(path) ?? readFile(path)
  host.getSourceFile = (path, target, ...rest) => {
    const text = files.get(path)
    return text === undefined ? getSourceFile(path, target, ...rest) : ts.createSourceFile(path, text, target)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].flatMap((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ messageText, start, file }) => {
      const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0
      return `${path.split('/').at(-1) ?? ''}:${String(line + 1)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    }),
  )
}

const text = (value: string) => `{ type: 'text', text: '${value}' }`
const right: Record<string, string> = {
  'no parameters': `{ templateName: 'hello_world', languageCode: 'en_US' }`,
  'a picture, a value and the end of a link': `{ templateName: 'jaspers_market_image_cta_v1', languageCode: 'en_US',
    headerParameters: { type: 'image', image: { link: 'https://example.com/a.jpg' } },
    templateParameters: [${text('tomatoes')}], buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }] }`,
  'another language': `{ templateName: 'order_shipped', languageCode: 'he', templateParameters: [${text('1')}, ${text('2')}] }`,
  'an amount and a date': `{ templateName: 'price_update', languageCode: 'en_US', templateParameters: [
    { type: 'currency', currency: { fallbackValue: '$5', code: 'USD', amount1000: 5000 } },
    { type: 'date_time', dateTime: { fallbackValue: 'Monday' } }] }`,
  'named values': `{ templateName: 'appointment_reminder', languageCode: 'en_US',
    headerParameters: { type: 'text', text: 'Dana', parameterName: 'first_name' },
    templateParameters: [{ type: 'text', text: 'Dana', parameterName: 'first_name' },
      { type: 'text', text: 'Monday', parameterName: 'date' }, { type: 'text', text: '9', parameterName: 'time' }],
    buttonParameters: [{ index: 1, type: 'quick_reply', payload: 'no' }] }`,
  'a code': `{ templateName: 'login_code', languageCode: 'en_US', oneTimeCode: '482913' }`,
  'an offer': `{ templateName: 'spring_offer', languageCode: 'en_US',
    headerParameters: { type: 'image', image: { mediaId: '7' } }, templateParameters: [${text('Dana')}],
    buttonParameters: [{ index: 0, type: 'copy_code', couponCode: 'SPRING25' }, { index: 1, type: 'url', text: 'X' }],
    limitedTimeOffer: { expirationTime: '2027-01-31T18:00:00Z' } }`,
  'a carousel': `{ templateName: 'product_carousel', languageCode: 'en_US', templateParameters: [${text('Dana')}], carousel: [
    ${[1, 2].map(() => `{ headerParameters: { type: 'image', image: { mediaId: '7' } }, templateParameters: [${text('5')}], buttonParameters: [{ index: 1, type: 'url', text: 'A' }, { index: 0, type: 'quick_reply', payload: 'a' }] }`).join(', ')}] }`,
  'a document with a name': `{ templateName: 'invoice_ready', languageCode: 'en_US', templateParameters: [${text('1')}, ${text('2')}],
    headerParameters: { type: 'document', document: { link: 'https://example.com/a.pdf', filename: 'a.pdf' } } }`,
  'a place': `{ templateName: 'store_location', languageCode: 'en_US', templateParameters: [${text('1')}],
    headerParameters: { type: 'location', location: { latitude: 1, longitude: 2 } } }`,
  'a flow without a token': `{ templateName: 'menu_flow', languageCode: 'en_US' }`,
  'products, in the form of Meta': `{ templateName: 'weekly_selection', languageCode: 'en_US', templateParameters: [${text('1')}],
    components: [{ type: 'button', sub_type: 'mpm', index: 0, parameters: [] }] }`,
}

const hello = `templateName: 'hello_world', languageCode: 'en_US'`
const shipped = `templateName: 'order_shipped', languageCode: 'en_US'`
const market = `templateName: 'jaspers_market_image_cta_v1', languageCode: 'en_US', templateParameters: [${text('1')}]`
const picture = `headerParameters: { type: 'image', image: { mediaId: '7' } }`
const wrong: Record<string, string> = {
  'a template that is not there': `{ templateName: 'hello', languageCode: 'en_US' }`,
  'a language that it does not have': `{ templateName: 'hello_world', languageCode: 'en' }`,
  'a value too few': `{ ${shipped}, templateParameters: [${text('1')}] }`,
  'a value too many': `{ ${shipped}, templateParameters: [${text('1')}, ${text('2')}, ${text('3')}] }`,
  'values where none are': `{ ${hello}, templateParameters: [${text('1')}] }`,
  'no values where some are': `{ ${shipped} }`,
  'a value with a name in a numbered template': `{ ${shipped}, templateParameters: [${text('1')}, { type: 'text', text: '2', parameterName: 'day' }] }`,
  'a value that is a number': `{ ${shipped}, templateParameters: [${text('1')}, { type: 'text', text: 2 }] }`,
  'a name that is not there': `{ templateName: 'appointment_reminder', languageCode: 'en_US',
    headerParameters: { type: 'text', text: 'Dana', parameterName: 'first_name' },
    templateParameters: [{ type: 'text', text: 'Dana', parameterName: 'firstName' },
      { type: 'text', text: 'Monday', parameterName: 'date' }, { type: 'text', text: '9', parameterName: 'time' }] }`,
  'no picture': `{ ${market}, buttonParameters: [{ index: 0, type: 'url', text: 'A' }] }`,
  'a video for a picture': `{ ${market}, headerParameters: { type: 'video', video: { mediaId: '7' } }, buttonParameters: [{ index: 0, type: 'url', text: 'A' }] }`,
  'a picture by link and by id': `{ ${market}, headerParameters: { type: 'image', image: { mediaId: '7', link: 'https://a.example' } }, buttonParameters: [{ index: 0, type: 'url', text: 'A' }] }`,
  'no end of a link': `{ ${market}, ${picture} }`,
  'a button at another place': `{ ${market}, ${picture}, buttonParameters: [{ index: 1, type: 'url', text: 'A' }] }`,
  'a button of another kind': `{ ${market}, ${picture}, buttonParameters: [{ index: 0, type: 'quick_reply', payload: 'A' }] }`,
  'no code': `{ templateName: 'login_code', languageCode: 'en_US' }`,
  'a card too few': `{ templateName: 'product_carousel', languageCode: 'en_US', templateParameters: [${text('1')}], carousel: [
    { ${picture}, templateParameters: [${text('5')}], buttonParameters: [{ index: 1, type: 'url', text: 'A' }] }] }`,
  'no end of an offer': `{ templateName: 'spring_offer', languageCode: 'en_US', ${picture}, templateParameters: [${text('1')}],
    buttonParameters: [{ index: 0, type: 'copy_code', couponCode: 'A' }, { index: 1, type: 'url', text: 'X' }] }`,
  'a template that Meta rejected': `{ templateName: 'rejected_offer', languageCode: 'en_US', templateParameters: [${text('1')}] }`,
}

const contract = join(import.meta.dirname, '../../../packages/contract/src/index.ts')
const oneLine = (code: string) => code.replaceAll(/\s*\n\s*/g, ' ')
const app = [
  `import type { NotifyRequest, SendTemplateRequest, TemplateContent } from './pulled.ts'`,
  `import type * as contract from '${contract}'`,
  ...Object.values(right).flatMap((use, i) => [
    `const right${String(i)}: TemplateContent = ${oneLine(use)}`,
    `export const notify${String(i)}: NotifyRequest = { phoneNumber: '+972546800360', ...right${String(i)}, dryRun: true }`,
    `export const send${String(i)}: SendTemplateRequest = { to: { uid: 'ada' }, type: 'template', template: right${String(i)} }`,
    `export const known${String(i)}: [contract.NotifyRequest, contract.SendRequest] = [notify${String(i)}, send${String(i)}]`,
  ]),
  ...Object.values(wrong).flatMap((use, i) => [
    '// @ts-expect-error',
    `export const wrong${String(i)}: NotifyRequest = ${oneLine(use)}`,
  ]),
  `type Missing = Exclude<keyof contract.NotifyRequest, keyof NotifyRequest<'spring_offer' | 'product_carousel' | 'login_code'> | LooseParts>`,
  `type LooseParts = 'template' | 'headerParameters' | 'templateParameters' | 'buttonParameters' | 'oneTimeCode' | 'carousel' | 'limitedTimeOffer'`,
  `export const nothingIsMissing: [Missing] extends [never] ? true : Missing = true`,
].join('\n')

it('lets an app compile that uses templates rightly, and no use that is wrong', { timeout: 60_000 }, () => {
  expect(complaints(app)).toEqual([])
})

it('is the same text for the same templates, in whatever order they come', () => {
  expect(templateTypes(listed.toReversed())).toBe(types)
})

it('says of each template what it is for', () => {
  expect(types).toMatch(/^\/\*\*\n \* The approved WhatsApp templates/)
  expect(types).toContain(
    '  /** UTILITY: Your order {{1}} has been shipped and arrives on {{2}}. Thank you! */\n  order_shipped:\n',
  )
  expect(types).toContain("languageCode: 'en_US' | 'he'")
})

it('tells languages apart that take something else', { timeout: 60_000 }, () => {
  const [english, hebrew] = listed.filter(({ name }) => name === 'order_shipped')
  if (!english || !hebrew) throw new Error('order_shipped is not there')
  const shorter = { ...hebrew, components: [{ type: 'BODY', text: 'ההזמנה {{1}} נשלחה.' }] }
  const use = (language: string, values: number) =>
    `{ templateName: 'order_shipped', languageCode: '${language}', templateParameters: [${Array.from({ length: values }, () => text('1')).join(', ')}] }`
  const tried = [
    `import type { TemplateContent } from './pulled.ts'`,
    `export const one: TemplateContent[] = [${use('en_US', 2)}, ${use('he', 1)}]`,
    '// @ts-expect-error',
    `export const two: TemplateContent = ${use('he', 2)}`,
  ].join('\n')
  expect(complaints(tried, templateTypes([english, shorter]))).toEqual([])
})

it('writes names and texts that would break the file so that they do not', { timeout: 60_000 }, () => {
  const odd: ListedTemplate = {
    name: '7_days',
    language: "en'\\",
    status: 'APPROVED',
    category: 'UTILITY',
    parameterFormat: 'POSITIONAL',
    components: [{ type: 'BODY', text: `*/ export const broken = 1 /*\n${'long '.repeat(50)}` }],
  }
  expect(complaints(`export type { Templates } from './pulled.ts'`, templateTypes([odd]))).toEqual([])
  expect(complaints(`export type { Templates } from './pulled.ts'`, templateTypes([]))).toEqual([])
})

const client = join(import.meta.dirname, '../../../packages/client/src/index.ts')
/** An app with the SDK; `pulled.ts` is part of the program, but nothing imports it. */
const appWithClient = [
  `import type { Waypost } from '${client}'`,
  'export function use(waypost: Waypost): void {',
  `  const key = { key: 'order-1' }`,
  ...Object.values(right).map(
    (use) => `  void waypost.notify({ to: '+972546800360', ...${oneLine(use)} }, key)`,
  ),
  ...Object.values(wrong).flatMap((use) => [
    '  // @ts-expect-error',
    `  void waypost.notify({ to: '+972546800360', ...${oneLine(use)} }, key)`,
    '  // @ts-expect-error',
    `  void waypost.send({ to: '+972546800360', type: 'template', template: ${oneLine(use)} }, key)`,
  ]),
  `  void waypost.send({ to: '+972546800360', type: 'text', text: 'Hello' }, key)`,
  `  void waypost.send({ to: '+972546800360', type: 'template', template: { ${hello} } }, key)`,
  '}',
].join('\n')

it('makes the SDK refuse a wrong name, language or parameter', { timeout: 60_000 }, () => {
  expect(complaints(appWithClient)).toEqual([])
})

it('lets the SDK send any template where nothing was pulled', { timeout: 60_000 }, () => {
  const use = [
    `import type { Waypost } from '${client}'`,
    'export const use = (waypost: Waypost) =>',
    `  waypost.notify({ to: '+972546800360', templateName: 'anything', languageCode: 'xx' }, { key: 'order-1' })`,
  ].join('\n')
  expect(complaints(use, 'export {}')).toEqual([])
  // The compiler reports that nothing is wrong where an error was expected.
  expect(complaints(appWithClient, 'export {}')).not.toEqual([])
})
