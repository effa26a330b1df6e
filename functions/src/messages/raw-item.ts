import { z } from 'zod'

const RawItem = z.record(z.string(), z.json())

/** Parses an item of Meta's webhook from its stored text. */
export const parseRawItem = (raw: string): z.infer<typeof RawItem> => RawItem.parse(JSON.parse(raw))
