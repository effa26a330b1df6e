import { initializeApp } from 'firebase-admin/app'
import { FieldValue, getFirestore } from 'firebase-admin/firestore'
import { onRequest } from 'firebase-functions/v2/https'

const db = getFirestore(initializeApp())

/** The usual way to keep a status: a blind write of it with the Admin SDK. No signature is checked. */
export const adminSet = onRequest(async (request, response) => {
  const statuses = request.body.entry.flatMap(({ changes }) => changes.flatMap(({ value }) => value.statuses))
  for (const { id, status, timestamp } of statuses)
    await db
      .doc(`statuses/${id}`)
      .set({ status, timestamps: FieldValue.arrayUnion(timestamp) }, { merge: true })
  response.status(200).send('ok')
})
