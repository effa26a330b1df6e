/** Meta's Graph API for WhatsApp as a local program. */
export { startGraphSimulator, type GraphSimulator, type GraphSimulatorOptions } from './simulator.ts'
export type { GraphRequest, ReceivedMessage, SendAttempt } from './messages/received-message.ts'
