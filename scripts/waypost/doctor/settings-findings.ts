import type { DeploymentSettings } from '../deployment/settings.ts'
import type { Finding } from './finding.ts'

type Judge = (settings: DeploymentSettings) => Finding

const of = (settings: DeploymentSettings, name: string): string => settings[name] ?? ''

/** Whom plain users may message, when nothing else was said. */
const policy: Judge = (settings) => {
  const id = 'settings.policy'
  const written = of(settings, 'NOTIFY_POLICY')
  if (written === 'any')
    return {
      id,
      level: 'warn',
      message: 'NOTIFY_POLICY is "any": every signed-in user may message every number.',
      fix: 'Unless that is meant, set NOTIFY_POLICY=claim in functions/.env and deploy.',
    }
  if (written === 'claim' || written === 'self')
    return {
      id,
      level: 'ok',
      message: `NOTIFY_POLICY is "${written}": plain users reach their own verified number only.`,
    }
  return {
    id,
    level: 'fail',
    message: `NOTIFY_POLICY is "${written}": the API refuses to start.`,
    fix: 'Set NOTIFY_POLICY to claim, self or any in functions/.env and deploy.',
  }
}

const appCheck: Judge = (settings) =>
  of(settings, 'ENFORCE_APP_CHECK') === 'true'
    ? { id: 'settings.app-check', level: 'ok', message: 'Signed-in users need an App Check token too.' }
    : {
        id: 'settings.app-check',
        level: 'warn',
        message: 'App Check is not enforced: any program with a stolen login may call the API.',
        fix: 'Set up Firebase App Check in the app, then ENFORCE_APP_CHECK=true in functions/.env, and deploy.',
      }

const origins: Judge = (settings) =>
  of(settings, 'CORS_ORIGINS')
    .split(',')
    .some((origin) => origin.trim() === '*')
    ? {
        id: 'settings.origins',
        level: 'warn',
        message:
          'CORS_ORIGINS has "*": pages of every site may call the API with the login of their visitor.',
        fix: 'List the origins of your own pages in CORS_ORIGINS in functions/.env, and deploy.',
      }
    : {
        id: 'settings.origins',
        level: 'ok',
        message: `Pages that may call: ${of(settings, 'CORS_ORIGINS') || 'those of the same site'}.`,
      }

const defaultRecipient: Judge = (settings) => {
  const id = 'settings.default'
  const recipient = of(settings, 'WHATSAPP_DEFAULT_RECIPIENT')
  return recipient === ''
    ? { id, level: 'ok', message: 'A notification that names nobody is refused.' }
    : {
        id,
        level: 'warn',
        message: `A notification that names nobody goes to …${recipient.slice(-4)}.`,
        fix: 'That is meant for trying out. Remove WHATSAPP_DEFAULT_RECIPIENT from functions/.env for real use, and deploy.',
      }
}

/** What the parameters of the functions allow. */
export const settingsFindings = (settings: DeploymentSettings): Finding[] =>
  [policy, appCheck, origins, defaultRecipient].map((judge) => judge(settings))
