import { getFirestore } from 'firebase-admin/firestore'

await getFirestore()
  .collection('outbox')
  .doc('order-1042') // the id is the idempotency key: the same document is never sent twice
  .create({
    to: '+972546800360',
    template: { name: 'order_shipped', language: 'en_US', parameters: ['Ada', '1042'] },
    metadata: { orderId: '1042' },
    track: true, // write delivered and read into `delivery` too
  })
