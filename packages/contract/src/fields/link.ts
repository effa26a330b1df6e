import { z } from 'zod'

const notALink = 'must be a link that starts with https:// (or http://)'

/** A link with http or https, 2000 characters at most. */
export const httpLink = z
  .url({
    protocol: /^https?$/,
    error: ({ code }) => (code === 'invalid_format' ? notALink : undefined),
  })
  .max(2000)
