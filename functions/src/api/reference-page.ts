/** The pages of the API's reference: what they consist of, and what they may load. */

/** Reads a file of the reference, as the build laid it beside the bundle. */
export type ReadReferenceFile = (name: string) => Promise<Buffer>

/** What the page loads, by name; nothing else is given out. */
export const referenceFiles: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'reference.js': 'text/javascript; charset=utf-8',
}

/**
 * The page, and whatever its scripts name, may load from here alone. Swagger UI writes styles into its elements, and
 * its pictures are data.
 */
export const referencePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Addresses are relative to `/v1/docs`, wherever that is. */
export const referencePage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Waypost API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="reference"></div>
    <noscript>The reference needs JavaScript. The description itself is <a href="openapi.json">openapi.json</a>.</noscript>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/reference.js"></script>
  </body>
</html>
`

/** Starts Swagger UI. Without `validatorUrl` it would ask a server of its makers what it thinks of the description. */
export const referenceScript = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
})
`
