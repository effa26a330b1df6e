/** The text printed when the stack is up. */
import { stopCommand } from '../ports.ts'
import type { StackFile } from '../stack-file.ts'

/** The example of the HTTP contract, as one line a shell can run. */
export function notifyCurl({ apiUrl, apiKey }: StackFile): string {
  const body = {
    phoneNumber: '+972546800360',
    templateName: 'jaspers_market_image_cta_v1',
    languageCode: 'en_US',
    headerParameters: { type: 'image', image: { link: 'https://example.com/image.jpg' } },
    templateParameters: [{ type: 'text', text: 'Variable #1' }],
    buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
  }
  return [
    `curl -sS ${apiUrl}/v1/whatsapp/notify`,
    `-H 'Authorization: Bearer ${apiKey}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(body)}'`,
  ].join(' ')
}

/** Reads the newest message with its timeline. */
function readCurl({ apiUrl, apiKey }: StackFile): string {
  return `curl -sS '${apiUrl}/v1/messages?limit=1' -H 'Authorization: Bearer ${apiKey}'`
}

/** The whole banner; `seconds` is how long the start took. */
export function banner(stack: StackFile, seconds: number, portOffset: number): string {
  const { users } = stack
  const user = (name: keyof typeof users) => `${users[name].email.padEnd(24)} ${users[name].password}`
  return `
Waypost is up (${seconds.toFixed(1)} s).

  API        ${stack.apiUrl}/v1   (reference: ${stack.apiUrl}/v1/docs)
  Console    ${stack.consoleUrl}
  Meta       ${stack.graphUrl}   (Graph simulator)
  Clock      ${stack.clockUrl}   (schedules, time, counts)

  API key    ${stack.apiKey}
  Operator   ${user('operator')}
  Sender     ${user('sender')}
  Plain      ${user('plain')}

Send a first message, and read what became of it a second later:

${notifyCurl(stack)}

${readCurl(stack)}

Addresses and keys for programs: .local/${portOffset === 0 ? '' : `offset-${portOffset}/`}stack.json.  End: Ctrl-C or ${stopCommand(portOffset)}
`
}
