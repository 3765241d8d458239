export default {
  title: 'Stop e-mail from Arogya',
  text: 'You came here from a letter of ours. After this no e-mail comes to you from Arogya.',
  rest: 'Alerts, WhatsApp and SMS stay as they are. Your inbox keeps everything.',
  action: 'Stop e-mail',
  done: 'Done. No more e-mail comes.',
  again: 'You can start it again when you are signed in.',
  settings: 'How Arogya tells me',
  'not-found': 'This link is not good any more. Sign in and stop it there.',
} as const;
