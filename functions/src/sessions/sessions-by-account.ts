import type { Session } from './session.ts'

/** The sessions of a WhatsApp Business Account; none where a webhook names no account. */
export const sessionsByAccount = (wabaId: string, sessions: readonly Session[]): Session[] =>
  wabaId === '' ? [] : sessions.filter((session) => session.wabaId === wabaId)

/** The sessions that send from a number of Meta's; none where a webhook names no number. */
export const sessionsByNumber = (phoneNumberId: string, sessions: readonly Session[]): Session[] =>
  phoneNumberId === '' ? [] : sessions.filter((session) => session.phoneNumberId === phoneNumberId)
