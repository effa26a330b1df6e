/** Answers every send as Meta does, from a process of its own so that its CPU is not the client's. */
import { createServer } from 'node:http'

const answer = JSON.stringify({
  messaging_product: 'whatsapp',
  contacts: [{ input: '+972546800360', wa_id: '972546800360' }],
  messages: [
    { id: 'wamid.HBgLMTY1MDUwNzY1MjAVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA', message_status: 'accepted' },
  ],
})
const headers = {
  'content-type': 'application/json',
  'content-length': answer.length,
  'facebook-api-version': 'v26.0',
}
const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => response.writeHead(200, headers).end(answer))
})
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit(0))
