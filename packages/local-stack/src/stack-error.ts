/** A problem the reader can solve: printed as its one line, without a stack trace; the stack ends with exit code 1. */
export class StackError extends Error {
  override readonly name = 'StackError'
}
