/**
 * JSON as Meta's PHP writes it: `/` as `\/`, everything outside ASCII as `\u` and lowercase hex.
 * A receiver that verifies `JSON.stringify(JSON.parse(body))` instead of the bytes gets a different signature, as with Meta.
 */
export function phpJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
