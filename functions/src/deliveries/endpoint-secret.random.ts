import { randomBytes } from 'node:crypto'
import type { GenerateSecret } from './endpoint.ts'

/** 192 random bits, as the Standard Webhooks specification advises (24 to 64 bytes). */
export const randomSecret: GenerateSecret = () => `whsec_${randomBytes(24).toString('base64')}`
