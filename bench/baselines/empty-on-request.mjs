import { onRequest } from 'firebase-functions/v2/https'

/** A function that does nothing, declared as usual. */
export const empty = onRequest((_request, response) => response.status(200).send('ok'))
