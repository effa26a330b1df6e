/**
 * A business-scoped user id (BSUID): WhatsApp's id of a contact for one business, without a phone number.
 * A country, a dot, `ENT.` for the id of a parent business, and up to 128 letters and digits.
 */
export type Bsuid = `${string}.${string}`

const SHAPE = /^[A-Z]{2}\.(?:ENT\.)?[0-9A-Za-z]{1,128}$/

export const isBsuid = (text: string): text is Bsuid => SHAPE.test(text)

/** Replaces the id of an erased contact; `XX` is no country. */
export const ERASED: Bsuid = 'XX.ERASED'
