import type { Chance } from './chance.ts'

export const randomChance: Chance = { fraction: () => Math.random() }
