import type { GraphAnswer, GraphReader } from '../deployment/graph-reader.ts'
import { describeFailure } from '../deployment/graph-reader.ts'
import type { Finding } from './finding.ts'

/** The fields of every number, and those that Meta denies to some apps: requested separately. */
const fields = {
  sure: 'id,display_phone_number,verified_name,quality_rating,code_verification_status',
  optional: 'name_status,status,account_mode,platform_type,whatsapp_business_manager_messaging_limit',
}

/**
 * Checks the sending number: whether the token can read it, and its status at Meta.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/manage-phone-numbers
 */
export async function numberFindings(read: GraphReader, phoneNumberId: string): Promise<Finding[]> {
  if (phoneNumberId === '')
    return [
      {
        id: 'number.known',
        level: 'fail',
        message: 'WHATSAPP_PHONE_NUMBER_ID is not set.',
        hint: "Set it in functions/.env: it is Meta's id of the number (WhatsApp Manager, API Setup), not the number itself.",
      },
    ]
  const sure = await read(phoneNumberId, { fields: fields.sure })
  if (!sure.ok) return [unknownNumber(sure, phoneNumberId)]
  const more = await read(phoneNumberId, { fields: fields.optional })
  return evaluateNumber({ ...sure.node, ...(more.ok && more.node) })
}

function unknownNumber({ failure }: GraphAnswer & { ok: false }, phoneNumberId: string): Finding {
  const { said, hint } = describeFailure(failure)
  return {
    id: 'number.known',
    level: 'fail',
    message: `The token cannot read the number ${phoneNumberId}: ${said}`,
    hint,
  }
}

/** Evaluates the fields of a number's node. */
export function evaluateNumber(node: Readonly<Record<string, unknown>>): Finding[] {
  const text = (name: string): string | undefined => (typeof node[name] === 'string' ? node[name] : undefined)
  const limit = text('whatsapp_business_manager_messaging_limit')
  const known: Finding = {
    id: 'number.known',
    level: 'ok',
    message: `Sends as ${text('verified_name') ?? 'a number without a name'}, ${text('display_phone_number') ?? ''}${limit === undefined ? '' : `; limit ${limit}`}.`,
  }
  const more = [
    statusFinding(text('status')),
    qualityFinding(text('quality_rating')),
    nameFinding(text('name_status')),
    modeFinding(text('account_mode')),
  ]
  return [known, ...more.filter((finding) => finding !== undefined)]
}

function statusFinding(status: string | undefined): Finding | undefined {
  if (status === undefined) return undefined
  if (status === 'CONNECTED') return { id: 'number.status', level: 'ok', message: 'It is connected.' }
  return {
    id: 'number.status',
    level: 'fail',
    message: `Its status is ${status}: it does not send.`,
    hint:
      status === 'PENDING' || status === 'UNVERIFIED'
        ? 'Verify it and register it with its two-step PIN in the WhatsApp Manager.'
        : 'See the WhatsApp Manager and Business Support Home at Meta.',
  }
}

function qualityFinding(quality: string | undefined): Finding | undefined {
  if (quality === undefined) return undefined
  if (quality === 'YELLOW' || quality === 'RED')
    return {
      id: 'number.quality',
      level: quality === 'RED' ? 'fail' : 'warn',
      message: `Its quality is ${quality}: contacts block or report its messages, and Meta lowers its limits.`,
      hint: 'Stop campaigns, send only requested messages, and read the feedback in the WhatsApp Manager.',
    }
  return { id: 'number.quality', level: 'ok', message: `Its quality is ${quality}.` }
}

function nameFinding(name: string | undefined): Finding | undefined {
  if (name === undefined) return undefined
  if (name === 'APPROVED' || name === 'AVAILABLE_WITHOUT_REVIEW')
    return { id: 'number.name', level: 'ok', message: 'Its display name is approved.' }
  return {
    id: 'number.name',
    level: 'warn',
    message: `Its display name is not approved: ${name}.`,
    hint: 'Get the display name approved in the WhatsApp Manager: until then the limits stay low.',
  }
}

const modeFinding = (mode: string | undefined): Finding | undefined =>
  mode === 'SANDBOX'
    ? {
        id: 'number.mode',
        level: 'warn',
        message: 'It is a test number: it sends only to the recipients on its list (five at most).',
        hint: 'Add recipients under API Setup in the Meta app dashboard, or use your own number. Meta rejects others with 131030.',
      }
    : mode === undefined
      ? undefined
      : {
          id: 'number.mode',
          level: 'ok',
          message: `Its account is ${mode.toLowerCase()}: it may message any number.`,
        }
