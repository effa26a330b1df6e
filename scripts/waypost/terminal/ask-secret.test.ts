import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import { askSecret } from './ask-secret.ts'

/** A keyboard and a screen: what is typed arrives key by key, what is shown is kept. */
function keyboard() {
  const input = new PassThrough() as PassThrough & {
    isTTY: boolean
    isRaw?: boolean
    setRawMode(raw: boolean): unknown
  }
  const modes: boolean[] = []
  input.isTTY = true
  input.setRawMode = (raw) => {
    modes.push(raw)
    return input
  }
  const output = new PassThrough()
  return {
    modes,
    type: (keys: string) => input.write(keys),
    ask: () => askSecret('Token: ', input as never, output),
    shown: () => stripVTControlCharacters(String(output.read())),
  }
}

function piped(text: string): Promise<string> {
  const input = new PassThrough()
  input.end(text)
  return askSecret('Token: ', input as never)
}

it('shows nothing of what is typed', async () => {
  const { ask, type, shown, modes } = keyboard()
  const asked = ask()
  for (const key of 'EAAs\u007fSecret\r') type(key)
  expect(await asked).toBe('EAASecret')
  expect(shown().replaceAll(/Token:|\[input is masked\]|[?✔\s]/g, '')).toBe('')
  expect(modes).toEqual([true, false])
})

it('takes a pasted token as one piece', async () => {
  const { ask, type } = keyboard()
  const asked = ask()
  type('  EAApasted\r')
  expect(await asked).toBe('EAApasted')
})

it('stops at Ctrl-C, and gives the keyboard back', async () => {
  const { ask, type, modes } = keyboard()
  const asked = ask()
  type('EAA\u0003')
  await expect(asked).rejects.toMatchObject({ message: 'Stopped; nothing was changed.', exitCode: 1 })
  expect(modes).toEqual([true, false])
})

it('reads a pipe to its end, without the line break', async () => {
  expect(await piped('EAApiped\n')).toBe('EAApiped')
})

it.each([
  ['nothing', '\n'],
  ['two words', 'EAA one two'],
  ['two lines', 'EAA\nEAB\n'],
  ['a control character', 'EAA\u0007'],
  ['a novel', 'x'.repeat(70_000)],
])('refuses %s without repeating it', async (_name, text) => {
  const error = await piped(text).catch((thrown: unknown) => thrown as Error & { exitCode: number })
  expect(error).toMatchObject({ exitCode: 2 })
  expect((error as Error).message).not.toContain('EAA')
})
