/**
 * The official auth emulator of firebase-tools in its own process, without the command line around it: this
 * saves 3 s and 170 MB and skips the update check. firebase-tools is pinned exactly, and a test signs in.
 */
import { createRequire } from 'node:module'
import type { Server } from 'node:http'
import { attachToStack } from '../processes/attach-to-stack.ts'

interface AuthServer {
  createApp: (defaultProjectId: string) => Promise<{ listen: (port: number, host: string) => Server }>
}

attachToStack()
const { createApp } = createRequire(import.meta.url)(
  'firebase-tools/lib/emulator/auth/server.js',
) as AuthServer
const app = await createApp(process.env.GCLOUD_PROJECT ?? '')
const server = app.listen(Number(process.env.AUTH_EMULATOR_PORT), '127.0.0.1')
server.once('listening', () => process.send?.({ ready: {} }))
server.once('error', (error) => process.send?.({ failed: error.message }, () => process.exit(1)))
