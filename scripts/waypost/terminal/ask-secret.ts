import password from '@inquirer/password'
import { CommandError } from './command-error.ts'

const MAX_BYTES = 64 * 1024

/**
 * Reads a secret: typed without echo in a terminal, else all of standard input.
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

async function readHidden(
  message: string,
  input: NodeJS.ReadStream,
  output: NodeJS.WritableStream,
): Promise<string> {
  try {
    return await password({ message, mask: false }, { input, output })
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw new CommandError('Stopped; nothing was changed.', { cause: error })
    throw error
  }
}
