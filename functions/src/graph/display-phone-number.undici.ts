import { request } from 'undici'
import { failureFromResponse } from './graph-error.ts'

export interface DisplayPhoneNumberSettings {
  /** Where the Graph API is, without a version. */
  readonly url: string
  readonly version: string
  readonly accessToken: string
}

const TIMEOUT_MS = 10_000

/**
 * The number behind Meta's id of it, as people write it; undefined when Meta refuses to tell this token.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/manage-phone-numbers
 * @throws Error when Meta could not be asked
 */
export async function fetchDisplayPhoneNumber(
  phoneNumberId: string,
  { url, version, accessToken }: DisplayPhoneNumberSettings,
): Promise<string | undefined> {
  const response = await request(`${url}/${version}/${encodeURIComponent(phoneNumberId)}`, {
    query: { fields: 'display_phone_number' },
    headers: { authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await response.body.text()
  if (response.statusCode === 200) return numberIn(text)
  const { httpStatus = 0, code, message } = failureFromResponse(response.statusCode, response.headers, text)
  if (httpStatus < 500 && code !== undefined) return undefined
  throw new Error(`Meta did not tell the number (${String(httpStatus)}): ${message ?? 'no reason given'}`)
}

function numberIn(text: string): string | undefined {
  const { display_phone_number: number } = JSON.parse(text) as { display_phone_number?: unknown }
  return typeof number === 'string' ? number : undefined
}
