import { asObject, parseJson } from '../kernel/untrusted-json.ts'
import { readGraph } from './graph-request.undici.ts'

export interface DisplayPhoneNumberSettings {
  /** Where the Graph API is, without a version. */
  readonly url: string
  readonly version: string
  readonly accessToken: string
}

/**
 * The number behind Meta's id of it, as people write it; undefined when Meta refuses to tell this token.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/manage-phone-numbers
 * @throws Error when Meta could not be asked
 */
export async function fetchDisplayPhoneNumber(
  phoneNumberId: string,
  { url, version, accessToken }: DisplayPhoneNumberSettings,
): Promise<string | undefined> {
  const answer = await readGraph(`${url}/${version}/${encodeURIComponent(phoneNumberId)}`, {
    token: accessToken,
    query: { fields: 'display_phone_number' },
  })
  if ('unreachable' in answer) throw new Error(answer.unreachable)
  if ('text' in answer) return numberIn(answer.text)
  const { httpStatus = 0, code, message } = answer.failure
  if (httpStatus < 500 && code !== undefined) return undefined
  throw new Error(`Meta did not return the number (${String(httpStatus)}): ${message ?? 'no reason given'}`)
}

function numberIn(text: string): string | undefined {
  const number = asObject(parseJson(text))['display_phone_number']
  return typeof number === 'string' ? number : undefined
}
