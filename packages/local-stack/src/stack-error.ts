/** An error the user can fix: printed as one line without a stack trace; the stack exits with code 1. */
export class StackError extends Error {
  override readonly name = 'StackError'
}
