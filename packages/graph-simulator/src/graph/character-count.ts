/** The length of a text in Unicode code points: a test compares it with that of the contract. */
export const characterCount = (text: string): number => Array.from(text).length
