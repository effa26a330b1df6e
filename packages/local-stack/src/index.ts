/** Where the running stack is, for tests and tools. */
export { readStackFile, type Login, type StackFile } from './stack-file.ts'
