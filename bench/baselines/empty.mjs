/** The least that can be deployed: nothing is loaded, nothing is done. */
export const empty = (_request, response) => response.status(200).send('ok')
