/**
 * Ends this process when the one that forked it is gone, however it went: even SIGKILL closes the IPC channel.
 * A Ctrl-C in the terminal reaches every process of the stack; only the supervisor acts on it, in its own order.
 */
export function endWithParent(end: () => void = () => process.exit(0)): void {
  process.on('disconnect', end)
  process.on('SIGINT', () => undefined)
}
