import type { Random } from './random.ts'

export const systemRandom: Random = { next: () => Math.random() }
