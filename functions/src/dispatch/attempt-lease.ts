import { GRAPH_TIMEOUT_SECONDS } from '../graph/graph-client.ts'
import { after, type Clock } from '../kernel/clock.ts'
import type { StoredMessage } from '../messages/message.ts'

/**
 * How long an attempt belongs to who claimed it. Longer than one request to Meta, so that its holder settles it;
 * shorter than any function that sends may run, so that no holder is ended by the platform before its lease.
 */
export const LEASE_SECONDS = 45

/** When a lease that begins now ends. */
export const leaseEnd = (now: Date): Date => after(now, LEASE_SECONDS)

/**
 * Whether a request to Meta that begins now ends within the lease of its attempt. A holder that was stopped in
 * between must not send: the sweep may have given the attempt up.
 */
export const hasTimeToSend = ({ wakeAt }: StoredMessage, clock: Clock): boolean =>
  wakeAt !== undefined && after(clock.now(), GRAPH_TIMEOUT_SECONDS) <= wakeAt
