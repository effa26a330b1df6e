import { docsPath, errorCatalogue, isErrorCode, type ErrorCode } from '@waypost/contract'
import { html } from 'hono/html'
import { z } from 'zod'
import { publicRoute } from '../http/route.ts'

/** `GET /v1/docs/errors`: every code with what it means and what to do. Errors link here. */
export const errorsPageRoute = publicRoute({
  method: 'GET',
  path: '/v1/docs/errors',
  doc: {
    summary: 'Show the error codes as a page',
    answers: { 200: z.string().meta({ description: 'The page.', examples: ['<!doctype html>…'] }) },
    contentType: 'text/html',
  },
  async handle() {
    return { status: 200, body: String(await page()), headers: { 'content-security-policy': policy } }
  },
})

/** Inline styles only; the page loads nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"

const page = () =>
  html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>Errors</title>
      <style>
        body {
          font:
            16px/1.5 system-ui,
            sans-serif;
          max-width: 44rem;
          margin: 2rem auto;
          padding: 0 1rem;
        }
        section:target {
          outline: 3px solid #25d366;
          outline-offset: 0.5rem;
        }
        small {
          color: #666;
        }
      </style>
      <h1>Errors</h1>
      <p>
        Every error answer has a <code>code</code>. <em>retry</em> says whether the same request can succeed:
        <code>never</code>, <code>later</code>, or <code>after-fix</code>.
      </p>
      ${Object.keys(errorCatalogue).filter(isErrorCode).map(section)}
    </html>`

function section(code: ErrorCode) {
  const { status, retry, title, hint } = errorCatalogue[code]
  return html`<section id="${docsPath(code).split('#')[1]}">
    <h2><code>${code}</code></h2>
    <p><strong>${title}</strong> ${hint}</p>
    <small>HTTP ${status} · retry: ${retry}</small>
  </section>`
}
