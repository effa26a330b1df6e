import { Waypost } from '@waypost/client'
import { getAuth } from 'firebase/auth'

/** The client of the signed-in user. Pages of the same Hosting site need no `baseUrl`. */
export const waypost = new Waypost({
  getToken: (fresh) => getAuth().currentUser?.getIdToken(fresh),
})
