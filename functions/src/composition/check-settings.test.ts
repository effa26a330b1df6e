import { expect, it } from 'vitest'
import { parseSwitch, refuseDevelopmentSettings } from './check-settings.ts'

it.each([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  [' true ', true],
  ['false', false],
  ['False', false],
  ['', false],
])('reads %j as %j', (value, isOn) => {
  expect(parseSwitch('ENFORCE_APP_CHECK', value)).toBe(isOn)
})

it.each(['yes', '1', 'on', 'treu', '0', 'no'])('refuses %j instead of being silently off', (value) => {
  expect(() => parseSwitch('ENFORCE_APP_CHECK', value)).toThrow(
    `ENFORCE_APP_CHECK is "${value}". Set it to true or false.`,
  )
})

const deployed = { K_SERVICE: 'api', WHATSAPP_GRAPH_URL: 'https://graph.facebook.com' }

it.each([
  'FIRESTORE_EMULATOR_HOST',
  'FIREBASE_AUTH_EMULATOR_HOST',
  'FIREBASE_STORAGE_EMULATOR_HOST',
  'CLOUD_TASKS_EMULATOR_HOST',
  'FIREBASE_EMULATOR_HUB',
])('does not start on Cloud Functions with %s', (name) => {
  expect(() => refuseDevelopmentSettings({ ...deployed, [name]: '127.0.0.1:8080' })).toThrow(name)
  expect(() => refuseDevelopmentSettings({ ...deployed, [name]: '' })).not.toThrow()
})

it.each([
  ['WHATSAPP_GRAPH_URL', 'http://graph.facebook.com'],
  ['WHATSAPP_GRAPH_URL', 'graph.facebook.com'],
  ['WHATSAPP_TEST_GRAPH_URL', 'http://127.0.0.1:4004'],
])('does not start on Cloud Functions with %s=%s', (name, value) => {
  expect(() => refuseDevelopmentSettings({ ...deployed, [name]: value })).toThrow(/must start with https/)
})

it.each([
  ['a deployment with TLS', { ...deployed, WHATSAPP_TEST_GRAPH_URL: 'https://simulator.example' }],
  ['a deployment without a simulator', { ...deployed, WHATSAPP_TEST_GRAPH_URL: '' }],
  [
    "Firebase's emulator",
    { ...deployed, FUNCTIONS_EMULATOR: 'true', FIRESTORE_EMULATOR_HOST: '127.0.0.1:8080' },
  ],
  [
    'a process of its own',
    { FIRESTORE_EMULATOR_HOST: '127.0.0.1:8080', WHATSAPP_GRAPH_URL: 'http://127.0.0.1' },
  ],
])('starts on %s', (_what, environment) => {
  expect(() => refuseDevelopmentSettings(environment)).not.toThrow()
})
