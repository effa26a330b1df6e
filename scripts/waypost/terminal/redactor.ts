/** Takes secrets out of whatever is shown: the last line of defence behind not putting them there. */
export interface Redactor {
  /** From now on this text is not shown, in none of the forms in which programs write it. */
  keepSecret(secret: string): void
  clean(text: string): string
}

/** Shorter ones would black out words of everyday life. */
const SHORTEST = 4

export function createRedactor(): Redactor {
  const secrets = new Set<string>()
  return {
    keepSecret(secret) {
      if (secret.length < SHORTEST) return
      const bytes = Buffer.from(secret)
      for (const form of [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        bytes.toString('base64'),
        bytes.toString('base64url'),
        bytes.toString('hex'),
      ])
        secrets.add(form)
    },
    clean: (text) => [...secrets].reduce((cleaned, secret) => cleaned.replaceAll(secret, '[secret]'), text),
  }
}
