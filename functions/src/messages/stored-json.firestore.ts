import type { TemplateContent } from '@waypost/contract'
import { z } from 'zod'
import type { MessageContent } from '../graph/payload.ts'
import { asObject, parseJson, type JsonObject } from '../kernel/untrusted-json.ts'

/**
 * JSON in a text field: Firestore refuses lists in lists. Contents were validated when they were stored, and an erased
 * one is empty, so that only their outline is checked here.
 */
const json = z.string().transform(parseJson)

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A stored JSON object. */
export const StoredObject = json.pipe(z.custom<JsonObject>(isObject, 'is not a JSON object'))

/** A stored list of JSON objects. */
export const StoredObjects = json.pipe(
  z.custom<JsonObject[]>(
    (value) => Array.isArray(value) && value.every(isObject),
    'is not a list of JSON objects',
  ),
)

/** The stored content of an outgoing message: an object with a member named like its type. */
export const StoredContent = json.pipe(
  z.custom<MessageContent>((value) => {
    const { type, ...members } = asObject(value)
    return typeof type === 'string' && type in members
  }, 'is not the content of a message'),
)

/** A stored template content. */
export const StoredTemplate = json.pipe(
  z.custom<TemplateContent>(
    (value) => typeof asObject(value)['templateName'] === 'string',
    'is not the content of a template',
  ),
)
