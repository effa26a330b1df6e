import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readSettings } from './settings.ts'

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

it('takes defaults from the functions, then the files, then the environment', () => {
  const folder = folderWith({
    '.env': 'NOTIFY_POLICY=self\nWHATSAPP_WABA_ID=1\nWHATSAPP_PHONE_NUMBER_ID=2\n',
    '.env.shop': 'WHATSAPP_WABA_ID=10\nOUTBOX_WATCH_UPDATES=true\n',
    '.env.other': 'WHATSAPP_WABA_ID=99\n',
  })
  const environment = { WHATSAPP_PHONE_NUMBER_ID: '20', HOME: '/nowhere' }
  expect(readSettings('shop', { folder, environment })).toMatchObject({
    WHATSAPP_GRAPH_URL: 'https://graph.facebook.com',
    MAX_ATTEMPTS: '5',
    NOTIFY_POLICY: 'self',
    WHATSAPP_WABA_ID: '10',
    WHATSAPP_PHONE_NUMBER_ID: '20',
    OUTBOX_WATCH_UPDATES: 'true',
  })
  expect(readSettings('shop', { folder, environment })).not.toHaveProperty('HOME')
})
