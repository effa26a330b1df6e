/**
 * Reads a setting that is on or off.
 * @throws Error for anything else: a switch that is silently off protects nothing
 */
export function parseSwitch(name: string, value: string): boolean {
  const word = value.trim().toLowerCase()
  if (word === 'true') return true
  if (word === 'false' || word === '') return false
  throw new Error(`${name} is "${value}". Set it to true or false.`)
}

const GRAPH_URLS = ['WHATSAPP_GRAPH_URL', 'WHATSAPP_TEST_GRAPH_URL']

/**
 * Refuses, on Cloud Functions, what only a machine of one's own may have: emulators, which take any token, and a
 * Graph API without TLS, which would show the access token to the network.
 * @throws Error naming the setting and what to do
 */
export function refuseDevelopmentSettings(environment: Readonly<Record<string, string | undefined>>): void {
  const isDeployed = (environment['K_SERVICE'] ?? '') !== '' && environment['FUNCTIONS_EMULATOR'] !== 'true'
  if (!isDeployed) return
  for (const [name, value = ''] of Object.entries(environment)) {
    if (value === '') continue
    if (name.endsWith('_EMULATOR_HOST') || name === 'FIREBASE_EMULATOR_HUB')
      throw new Error(`${name} is set on a deployed function. Remove it and deploy again.`)
    if (GRAPH_URLS.includes(name) && !/^https:\/\//i.test(value))
      throw new Error(`${name} must start with https:// on a deployed function. Change it and deploy again.`)
  }
}
