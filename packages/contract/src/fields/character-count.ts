/**
 * The length of a text for every limit of Meta: in Unicode code points, as JSON Schema counts `maxLength`. An emoji of one
 * code point is one character, not two.
 */
export function characterCount(text: string): number {
  let count = 0
  for (const _character of text) count++
  return count
}
