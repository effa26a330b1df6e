import { invalidField } from '@waypost/contract'

/**
 * Reads the query of a URL: each parameter once, percent-encoded UTF-8.
 * @throws WaypostError `INVALID_REQUEST` for another encoding or a parameter that is repeated
 */
export function readQuery(url: string): Record<string, string> {
  const [, search = ''] = /^[^?#]*\?([^#]*)/.exec(url) ?? []
  const parameters = new Map<string, string>()
  for (const pair of search.split('&').filter((one) => one !== '')) {
    const [name = '', ...rest] = pair.split('=')
    const key = decoded(name, 'query')
    if (parameters.has(key)) throw invalidField(`/${key}`, 'is given more than once')
    parameters.set(key, decoded(rest.join('='), key))
  }
  return Object.fromEntries(parameters)
}

function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw invalidField(`/${name}`, 'is not percent-encoded UTF-8')
  }
}
