/** Fields of webhooks from which nothing follows here, and why: they are stored, and stay as Meta sent them. */
export const ignoredFields: Readonly<Record<string, string>> = {
  flows: 'News of a flow: Waypost sends flows and does not keep them.',
  history: 'Chats from before the number joined: they stay where they were.',
  message_echoes: 'A message that was sent from elsewhere.',
  smb_app_state_sync: 'A contact of the WhatsApp Business app.',
  automatic_events: 'An event that Meta guessed from a chat, for advertisements.',
  payment_configuration_update: 'News of a payment configuration: Waypost takes no payments.',
  partner_solutions: 'News of a solution that partners share.',
  tracking_events: 'A click that Meta counted, for advertisements.',
  standby: 'A chat that another app is leading now.',
  group_lifecycle_update: 'News of a group: Waypost does not lead groups.',
  group_settings_update: 'New settings of a group: Waypost does not lead groups.',
  group_participants_update: 'People of a group: Waypost does not lead groups.',
  group_status_update: 'The state of a group: Waypost does not lead groups.',
}
