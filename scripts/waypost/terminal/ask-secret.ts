import type { ReadStream } from 'node:tty'
import { CommandError } from './command-error.ts'

const MAX_BYTES = 64 * 1024
const [ENTER, NEW_LINE, CTRL_C, CTRL_D, BACKSPACE, DELETE] = ['\r', '\n', '\u0003', '\u0004', '\b', '\u007f']

/**
 * A secret, typed without being shown where there is a keyboard, else all of standard input.
 * @throws CommandError when it is empty, or has spaces or control characters in it
 */
export async function askSecret(
  question: string,
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<string> {
  const typed = input.isTTY ? await readHidden(question, input, output) : await readAll(input)
  return wellFormed(typed.trim())
}

function wellFormed(secret: string): string {
  if (secret === '')
    throw new CommandError('No token was provided. Type it at the prompt, or pipe it into this command.', {
      exitCode: 2,
    })
  if (!/^[!-~]+$/.test(secret))
    throw new CommandError(
      'This is not a token: it contains spaces, line breaks or other invalid characters. Copy it again.',
      { exitCode: 2 },
    )
  return secret
}

async function readAll(input: NodeJS.ReadableStream): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of input) {
    pieces.push(Buffer.from(piece))
    bytes += Buffer.byteLength(piece)
    if (bytes > MAX_BYTES)
      throw new CommandError('This is not a token: it is longer than 64 kB.', { exitCode: 2 })
  }
  return Buffer.concat(pieces).toString()
}

/** Keys one by one, in raw mode so that the terminal does not echo them. */
function readHidden(question: string, input: ReadStream, output: NodeJS.WritableStream): Promise<string> {
  output.write(question)
  input.setRawMode(true).setEncoding('utf8').resume()
  return new Promise<string>((resolve, reject) => {
    let typed = ''
    const end = (finish: () => void) => {
      input.off('data', onKeys).setRawMode(false).pause()
      output.write('\n')
      finish()
    }
    const onKeys = (keys: string) => {
      for (const key of keys) {
        if (key === CTRL_C) return void end(() => reject(new CommandError('Stopped; nothing was changed.')))
        if (key === ENTER || key === NEW_LINE || key === CTRL_D) return void end(() => resolve(typed))
        typed = key === BACKSPACE || key === DELETE ? typed.slice(0, -1) : typed + key
      }
    }
    input.on('data', onKeys)
  })
}
