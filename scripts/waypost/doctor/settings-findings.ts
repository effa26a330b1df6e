import type { DeploymentSettings } from '../deployment/settings.ts'
import type { Finding } from './finding.ts'

type Check = (settings: DeploymentSettings) => Finding

const of = (settings: DeploymentSettings, name: string): string => settings[name] ?? ''

/** Which numbers users without a role may message. */
const policy: Check = (settings) => {
  const id = 'settings.policy'
  const written = of(settings, 'NOTIFY_POLICY')
  if (written === 'any')
    return {
      id,
      level: 'warn',
      message: 'NOTIFY_POLICY is "any": every signed-in user may message every number.',
      hint: 'Unless this is intended, set NOTIFY_POLICY=claim in functions/.env and deploy.',
    }
  if (written === 'claim' || written === 'self')
    return {
      id,
      level: 'ok',
      message: `NOTIFY_POLICY is "${written}": users without a role may message only their own verified number.`,
    }
  return {
    id,
    level: 'fail',
    message: `NOTIFY_POLICY is "${written}": the API refuses to start.`,
    hint: 'Set NOTIFY_POLICY to claim, self or any in functions/.env and deploy.',
  }
}

const appCheck: Check = (settings) =>
  of(settings, 'ENFORCE_APP_CHECK') === 'true'
    ? { id: 'settings.app-check', level: 'ok', message: 'Signed-in users need an App Check token too.' }
    : {
        id: 'settings.app-check',
        level: 'warn',
        message: 'App Check is not enforced: any program with a stolen ID token may call the API.',
        hint: 'Set up Firebase App Check in the app, then ENFORCE_APP_CHECK=true in functions/.env, and deploy.',
      }

const origins: Check = (settings) =>
  of(settings, 'CORS_ORIGINS')
    .split(',')
    .some((origin) => origin.trim() === '*')
    ? {
        id: 'settings.origins',
        level: 'warn',
        message: 'CORS_ORIGINS has "*": pages of every site may call the API with the ID token of a visitor.',
        hint: 'List the origins of your own pages in CORS_ORIGINS in functions/.env, and deploy.',
      }
    : {
        id: 'settings.origins',
        level: 'ok',
        message: `Pages that may call: ${of(settings, 'CORS_ORIGINS') || 'those of the same site'}.`,
      }

const defaultRecipient: Check = (settings) => {
  const id = 'settings.default'
  const recipient = of(settings, 'WHATSAPP_DEFAULT_RECIPIENT')
  return recipient === ''
    ? { id, level: 'ok', message: 'A request without a recipient is rejected.' }
    : {
        id,
        level: 'warn',
        message: `A request without a recipient goes to …${recipient.slice(-4)}.`,
        hint: 'This is for tests. For production, remove WHATSAPP_DEFAULT_RECIPIENT from functions/.env and deploy.',
      }
}

/** Checks the parameters of the functions. */
export const settingsFindings = (settings: DeploymentSettings): Finding[] =>
  [policy, appCheck, origins, defaultRecipient].map((check) => check(settings))
