/** The local stack for programs: where a running one is, and starting one in a test. */
export { readStackFile, type Login, type StackFile } from './stack-file.ts'
export { StackError } from './stack-error.ts'
export { startLightStack } from './stack/start-light-stack.ts'
export type { RunningStack, StackOptions } from './stack/running-stack.ts'
