/**
 * A template as Meta's `/messages` takes it.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
 */
export interface GraphTemplate {
  name: string
  language: { code: string }
  components?: GraphComponent[]
}

export type GraphComponent =
  | { type: 'header' | 'body'; parameters: GraphParameter[] }
  | { type: 'button'; sub_type: string; index: string; parameters?: GraphParameter[] }
  | { type: 'limited_time_offer'; parameters: GraphParameter[] }
  | { type: 'carousel'; cards: GraphCard[] }
  | PassedThrough

interface GraphCard {
  card_index: number
  components: GraphComponent[]
}

/** A member named like its `type` holds the value; see the section on parameters in Meta's page. */
export interface GraphParameter {
  type: string
  parameter_name?: string
  [value: string]: unknown
}

/** A component that we do not know, or that the caller wrote in Meta's own form. */
interface PassedThrough {
  type: string
  [member: string]: unknown
}
