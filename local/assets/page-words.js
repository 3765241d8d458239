const when = new Intl.DateTimeFormat('en-IN', { dateStyle: 'medium', timeStyle: 'medium' });
const moment = (instant) => when.format(new Date(instant));
const money = new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR' });
const rupees = (paise) => money.format(paise / 100);
/** Razorpay's times are in seconds. */
const momentOf = ({ created_at: seconds }) => moment(seconds * 1_000);

const channels = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp', push: 'Push' };

export const words = {
  moment,
  about: (cloud) =>
    `Stage ${cloud.stage}, running since ${moment(cloud.startedAt)}. Data in ${cloud.data}. Only this computer can see this page.`,
  parts: {
    inbox: 'Inbox',
    codes: 'Admin’s code',
    payments: 'Payments',
    files: 'Files',
    queues: 'Queues',
    functions: 'Functions',
    metrics: 'Metrics',
    schedules: 'Schedules',
    faults: 'Faults',
    ignored: 'Left out',
  },
  inboxEmpty: 'Nothing was sent yet. What would leave by e-mail, SMS, WhatsApp or push arrives here.',
  subject: (mail) => mail.subject || channels[mail.channel],
  mailFacts: (mail) => `${channels[mail.channel]} to ${mail.to.join(', ')} · ${mail.state} · ${moment(mail.at)}`,
  mailTrouble: (mail) => (['failed', 'bounced', 'complained'].includes(mail.state) ? `△ ${mail.state}` : ''),
  answerStop: 'Answer STOP',
  answerStopNamed: (mail) => `Answer STOP to the ${channels[mail.channel]} of ${moment(mail.at)} to ${mail.to.join(', ')}`,
  stopAnswered: (mail) => `${mail.to.join(', ')} answered STOP.`,
  read: 'Read',
  codeFor: (name, account) => `${name}, ${account}`,
  codeLeft: (seconds) => `good for ${seconds} s more, and once`,
  codesEmpty: 'No admin has an authenticator yet.',
  paymentsEmpty: 'No payment was asked for yet. Orders of the practice payment provider are shown here.',
  order: (order) => `${rupees(order.amount)}, ${order.status}`,
  orderFacts: (order) => `${order.id} · ${order.receipt ?? 'no receipt'} · ${momentOf(order)}`,
  payment: (payment) =>
    `Payment ${payment.id}: ${payment.status}` +
    (payment.amount_refunded > 0 ? `, ${rupees(payment.amount_refunded)} given back` : '') +
    (payment.error_description ? `, ${payment.error_description}` : ''),
  refund: (refund) => `Refund ${refund.id}: ${rupees(refund.amount)}, ${refund.status} · ${momentOf(refund)}`,
  webhooks: 'Messages about payments',
  webhooksEmpty: 'No message was sent yet.',
  webhook: (webhook) => (webhook.forged ? `${webhook.event}, forged` : webhook.event),
  webhookFacts: (webhook) =>
    [
      webhook.status,
      webhook.answer && `answer ${webhook.answer}`,
      `tried ${webhook.tries} times`,
      webhook.nextAt && `next ${moment(webhook.nextAt)}`,
      webhook.eventId,
      webhook.orderId,
      moment(webhook.createdAt),
    ]
      .filter(Boolean)
      .join(' · '),
  sendAgain: 'Send again',
  sendAgainNamed: (webhook) => `Send again ${webhook.event} ${webhook.eventId}`,
  sentAgain: (webhook) => `${webhook.event} is sent again.`,
  paymentFaults: (faults) => `Faults that are on: ${faults}.`,
  filesEmpty: 'The template has no buckets.',
  bucketFacts: ({ objects, bytes }) => `${objects} objects · ${bytes.toLocaleString('en-IN')} bytes`,
  scanners: {
    clamav: 'Files are scanned for malware by ClamAV.',
    signatures: 'ClamAV is not installed: files are only checked for the EICAR test signature, which finds no true malware.',
  },
  scans: 'Last scans',
  scansEmpty: 'No file was scanned yet.',
  scanFacts: (scan) => [scan.bucket, scan.scanner === 'clamav' ? 'ClamAV' : 'checks of signatures', moment(scan.at)].join(' · '),
  scanTrouble: (scan) => ['△', scan.status, ...scan.threats].join(' '),
  queueFacts: (queue) =>
    [
      `${queue.visible} waiting`,
      `${queue.inFlight} in work`,
      `${queue.delayed} delayed`,
      queue.consumer ? `read by ${queue.consumer}` : undefined,
    ]
      .filter(Boolean)
      .join(' · '),
  deadLettersOf: (names) => `failed messages of ${names.join(', ')}`,
  failed: (count) => `△ ${count} failed`,
  look: 'Look at messages',
  noMessages: 'It is empty.',
  message: (message) => `${moment(message.sentAt)}, tried ${message.receiveCount} times`,
  redrive: (name) => `Redrive ${name}`,
  redriven: (moved, name) => `${moved} messages of ${name} were sent again.`,
  queuesEmpty: 'The template has no queues.',
  functionFacts: (one) =>
    [
      `${one.state}`,
      `${one.invocations} calls`,
      `${one.workers} workers`,
      one.lastMilliseconds === undefined ? undefined : `last ${Math.round(one.lastMilliseconds)} ms`,
      `${one.memoryMegabytes} MB`,
    ]
      .filter(Boolean)
      .join(' · '),
  functionTrouble: (one) => `△ ${one.errors} errors, ${one.timeouts} timeouts, ${one.crashes} crashes`,
  logs: 'Logs',
  noLogs: 'It has said nothing yet.',
  functionsEmpty: 'The template has no functions.',
  metricsEmpty: 'No metric was written yet.',
  metric: (metric) => `${metric.namespace} · ${metric.name}`,
  metricFacts: (metric) =>
    `${metric.count} times, sum ${metric.sum}, smallest ${metric.min}, largest ${metric.max}, last ${metric.last} ${metric.unit}` +
    Object.entries(metric.dimensions)
      .map(([name, value]) => ` · ${name} ${value}`)
      .join(''),
  scheduleFacts: (schedule) =>
    [
      schedule.expression,
      `to ${schedule.targets.join(', ')}`,
      schedule.nextAt && `next ${moment(schedule.nextAt)}`,
      schedule.lastAt && `last ${moment(schedule.lastAt)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  fire: (name) => `Fire ${name} now`,
  fired: (name) => `${name} was fired.`,
  schedulesEmpty: 'The template has no schedules.',
  faultsEmpty: 'Everything works as it should.',
  faultFacts: (fault) =>
    [
      fault.times === undefined ? undefined : `${fault.times} to come`,
      `happened ${fault.happened} times`,
      fault.until && `until ${moment(fault.until)}`,
      fault.functionName,
      fault.queueName,
      fault.event,
      fault.channel && channels[fault.channel],
      fault.to,
    ]
      .filter(Boolean)
      .join(' · '),
  faultKind: 'What shall fail',
  faultTimes: 'How often',
  faultDetails: 'More, as JSON',
  faultDetailsHint: 'For example {"functionName": "stream", "at": "mid-stream"}',
  addFault: 'Set this fault',
  faultSet: (kind) => `${kind} is set.`,
  clearFaults: 'Clear all faults',
  faultsCleared: 'All faults are cleared.',
  faultKinds: {
    'transaction-conflict': 'Transaction conflict',
    'throttled-table': 'Throttled table',
    'late-index': 'Late index',
    'model-throttled': 'Model throttled',
    'model-fails-midstream': 'Model fails mid-stream',
    'model-slow': 'Slow model',
    'model-script': 'Model says what you write',
    'function-crash': 'Function crashes',
    'queue-redelivery': 'Queue delivers twice',
    'mail-throttled': 'E-mail throttled',
    'payment-api-down': 'Payment provider down',
    'payment-api-slow': 'Payment provider slow',
    'refund-failed': 'Refund fails at the bank',
    'webhook-late': 'Payment message late',
    'webhook-repeated': 'Payment message sent twice',
    'webhook-reordered': 'Payment messages in reverse',
    'webhook-forged': 'Forged payment message, beside the true one',
    'webhook-lost': 'Payment message lost',
    's3-slow': 'Slow uploads and downloads',
    's3-broken-upload': 'Upload cut off',
    'scan-slow': 'Slow malware scan',
    'scan-fails': 'Malware scan fails',
    'provider-down': 'Message provider down',
    'provider-slow': 'Message provider slow',
    'receipt-late': 'Receipt of a message late',
    'receipt-lost': 'Receipt of a message lost; a push never reaches the browser',
    'receipt-failed': 'Message fails after it was taken',
    'receipt-bounced': 'E-mail bounces',
    'receipt-complained': 'E-mail arrives and is complained of',
    'receipt-repeated': 'Receipt of a message told twice',
    'receipt-unknown': 'Receipt of an unknown message, beside the true one',
  },
  notJson: 'This is not JSON. Check it and set the fault again.',
  away: 'The local cloud does not answer. Start it again with npm start; this page goes on by itself.',
  failedAsk: (message) => `That did not work: ${message}`,
};
