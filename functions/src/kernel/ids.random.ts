import { typeid } from 'typeid-js'
import type { Ids } from './ids.ts'

/** TypeIDs over UUIDv7: ids made later sort later. */
export const randomIds: Ids = { next: (prefix) => typeid(prefix).toString() }
