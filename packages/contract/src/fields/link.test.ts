import { expect, it } from 'vitest'
import { faultsIn } from '../../test/faults.ts'
import { SendRequest } from '../index.ts'

const faults = (link: string) =>
  Object.values(faultsIn(SendRequest, { to: '+972546800360', type: 'image', image: { link } }))

it.each([
  'https://example.com/a.png',
  'http://example.com:8080/a%20b.png?x=1#y',
  'https://bücher.example/ä.png',
  'https://8.8.8.8/a.png',
  'https://172.32.0.1/a.png',
  'https://100.128.0.1/a.png',
  'https://[2606:4700::1111]/a.png',
  'https://localhost.example.com/a.png',
])('takes %s', (link) => {
  expect(faults(link)).toEqual([])
})

it.each([
  'http://localhost/a.png',
  'http://cdn/a.png',
  'http://printer.local/a.png',
  'http://db.internal./a.png',
  'http://x.localhost/a.png',
  'http://127.0.0.1/a.png',
  'http://2130706433/a.png',
  'http://0x7f.1/a.png',
  'http://10.1.2.3/a.png',
  'http://172.16.0.1/a.png',
  'http://192.168.1.1/a.png',
  'http://169.254.169.254/latest',
  'http://100.64.0.1/a.png',
  'http://[::1]/a.png',
  'http://[fd00::1]/a.png',
  'http://[::ffff:10.0.0.1]/a.png',
])('refuses the private host of %s', (link) => {
  expect(faults(link)).toEqual(['must be a public link: WhatsApp cannot reach this host'])
})

it.each([
  ['a space', 'https://example.com/my file.png', 'must not contain spaces: write %20'],
  ['a name', 'https://dana@example.com/a.png', 'must not contain credentials: WhatsApp cannot use them'],
  [
    'a password',
    'https://dana:secret@example.com/a.png',
    'must not contain credentials: WhatsApp cannot use them',
  ],
])('refuses a link with %s', (_, link, message) => {
  expect(faults(link)).toEqual([message])
})
