import type { Random } from './chance.ts'

export const systemRandom: Random = { next: () => Math.random() }
