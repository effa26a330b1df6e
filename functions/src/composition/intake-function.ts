import { appSecrets, params, secrets } from '../config.ts'
import { systemClock } from '../kernel/clock.system.ts'
import { cloudLog } from '../kernel/log.firebase.ts'
import { once } from '../kernel/once.ts'
import { intakeDatabase } from './intake-database.system.ts'
import { createIntakeServices } from './intake.ts'

/** `whatsappWebhook` */
export const intake = once(async () =>
  createIntakeServices({
    database: intakeDatabase(),
    appSecrets,
    verifyToken: () => secrets.verifyToken.value().trim(),
    keepAllBodies: params.rawRetention.value() === 'always',
    clock: systemClock,
    log: cloudLog,
  }),
)
