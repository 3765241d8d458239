import { words } from '/local/assets/page-words.js';

const REFRESH_MS = 2_000;

const status = document.querySelector('#status');
const say = (text) => {
  if (status.textContent !== text) status.textContent = text;
};

/** Elements by hand: what is shown is data of others, so it only ever becomes text. */
const el = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
};

const ask = async (path, method = 'GET', body) => {
  const response = await fetch(`/local/api/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? answer.message ?? String(response.status));
  return answer.data;
};

const act = async (work, done) => {
  try {
    say(done(await work()));
  } catch (error) {
    say(words.failedAsk(error.message));
  }
  await refresh(true);
};

/** Opened details stay open over a refresh, and are filled when they open. */
const open = new Set();
const details = (key, label, name, fill) => {
  const body = el('div');
  const made = el('details', { open: open.has(key) }, el('summary', { 'aria-label': `${label}: ${name}` }, label), body);
  const load = async () => body.replaceChildren(...(await fill()));
  made.addEventListener('toggle', () => {
    if (made.open) {
      open.add(key);
      load();
    } else open.delete(key);
  });
  return made;
};

const rows = (items, empty, row) =>
  items.length === 0 ? el('p', { class: 'hint' }, empty) : el('ul', { class: 'rows' }, ...items.map((item) => el('li', {}, ...row(item))));
const line = (title, facts, trouble) =>
  el(
    'div',
    { class: 'row' },
    el('h3', {}, title),
    el('span', { class: 'facts' }, facts),
    trouble ? el('span', { class: 'bad' }, trouble) : undefined,
  );

const answerStop = (mail) =>
  el(
    'button',
    {
      type: 'button',
      'aria-label': words.answerStopNamed(mail),
      onclick: () =>
        act(
          () => ask(`messages/${encodeURIComponent(mail.id)}/answers`, 'POST', { text: 'STOP' }),
          () => words.stopAnswered(mail),
        ),
    },
    words.answerStop,
  );

const parts = {
  inbox: {
    path: 'mail',
    show: (mails) =>
      rows(mails.slice(0, 50), words.inboxEmpty, (mail) => [
        line(words.subject(mail), words.mailFacts(mail), words.mailTrouble(mail)),
        details(`mail ${mail.id}`, words.read, words.subject(mail), async () => [el('pre', { tabindex: '0' }, mail.text)]),
        ...(['sms', 'whatsapp'].includes(mail.channel) ? [answerStop(mail)] : []),
      ]),
  },
  codes: {
    path: 'totp',
    show: (codes) =>
      rows(codes, words.codesEmpty, ({ name, account, code, secondsLeft }) => [
        line(words.codeFor(name, account), words.codeLeft(secondsLeft)),
        el('p', { class: 'code' }, code),
      ]),
  },
  payments: {
    path: 'payments',
    show: ({ orders, payments, refunds, webhooks, faults }) => {
      const of = (order) => {
        const made = payments.filter((payment) => payment.order_id === order.id);
        const back = refunds.filter((refund) => made.some(({ id }) => id === refund.payment_id));
        return [...made.map(words.payment), ...back.map(words.refund)];
      };
      const on = faults.filter(({ times }) => times !== 0).map(({ kind }) => words.faultKinds[kind] ?? kind);
      return el(
        'div',
        {},
        on.length > 0 ? el('p', { class: 'bad' }, words.paymentFaults(on.join(', '))) : undefined,
        rows(orders.slice(0, 20), words.paymentsEmpty, (order) => [
          line(words.order(order), words.orderFacts(order)),
          ...of(order).map((text) => el('p', { class: 'facts' }, text)),
        ]),
        details('webhooks', words.webhooks, words.parts.payments, async () => [
          rows(webhooks.slice(0, 50), words.webhooksEmpty, (webhook) => [
            line(words.webhook(webhook), words.webhookFacts(webhook)),
            el(
              'button',
              {
                type: 'button',
                'aria-label': words.sendAgainNamed(webhook),
                onclick: () =>
                  act(
                    () => ask(`payments/webhooks/${webhook.number}/send`, 'POST'),
                    () => words.sentAgain(webhook),
                  ),
              },
              words.sendAgain,
            ),
          ]),
        ]),
      );
    },
  },
  files: {
    path: 'files',
    show: ({ buckets, scanner, scans }) =>
      el(
        'div',
        {},
        rows(buckets, words.filesEmpty, (bucket) => [line(bucket.name, words.bucketFacts(bucket))]),
        el('p', { class: 'hint' }, words.scanners[scanner]),
        details('scans', words.scans, words.parts.files, async () => [
          rows(scans, words.scansEmpty, (scan) => [
            line(scan.key, words.scanFacts(scan), scan.status === 'NO_THREATS_FOUND' ? '' : words.scanTrouble(scan)),
          ]),
        ]),
      ),
  },
  queues: {
    path: 'queues',
    show: (queues) =>
      rows(queues, words.queuesEmpty, (queue) => {
        const dead = queue.deadLettersOf.length > 0;
        return [
          line(
            queue.name,
            dead ? `${words.queueFacts(queue)} · ${words.deadLettersOf(queue.deadLettersOf)}` : words.queueFacts(queue),
            dead && queue.visible > 0 ? words.failed(queue.visible) : '',
          ),
          details(`queue ${queue.name}`, words.look, queue.name, async () => {
            const messages = await ask(`queues/${encodeURIComponent(queue.name)}/messages`);
            if (messages.length === 0) return [el('p', { class: 'hint' }, words.noMessages)];
            return messages.flatMap((message) => [
              el('p', { class: 'facts' }, words.message(message)),
              el('pre', { tabindex: '0' }, message.body),
            ]);
          }),
          dead && queue.visible > 0
            ? el(
                'button',
                {
                  type: 'button',
                  onclick: () =>
                    act(
                      () => ask(`queues/${encodeURIComponent(queue.name)}/redrive`, 'POST'),
                      ({ moved }) => words.redriven(moved, queue.name),
                    ),
                },
                words.redrive(queue.name),
              )
            : undefined,
        ];
      }),
  },
  functions: {
    path: 'functions',
    show: (functions) =>
      rows(functions, words.functionsEmpty, (one) => [
        line(one.name, words.functionFacts(one), one.errors + one.timeouts + one.crashes > 0 ? words.functionTrouble(one) : ''),
        details(`logs ${one.name}`, words.logs, one.name, async () => {
          const lines = await ask(`functions/${encodeURIComponent(one.name)}/logs`);
          if (lines.length === 0) return [el('p', { class: 'hint' }, words.noLogs)];
          return [
            el(
              'pre',
              { tabindex: '0' },
              lines
                .slice(-100)
                .map(({ at, text }) => `${at} ${text}`)
                .join('\n'),
            ),
          ];
        }),
      ]),
  },
  metrics: {
    path: 'metrics',
    show: (metrics) => rows(metrics, words.metricsEmpty, (metric) => [line(words.metric(metric), words.metricFacts(metric))]),
  },
  schedules: {
    path: 'schedules',
    show: (schedules) =>
      rows(schedules, words.schedulesEmpty, ({ name, ...schedule }) => [
        line(name, words.scheduleFacts(schedule)),
        el(
          'div',
          { class: 'actions' },
          el(
            'button',
            {
              type: 'button',
              onclick: () =>
                act(
                  () => ask(`schedules/${encodeURIComponent(name)}/fire`, 'POST'),
                  () => words.fired(name),
                ),
            },
            words.fire(name),
          ),
        ),
      ]),
  },
  faults: {
    path: 'faults',
    show: (faults) =>
      rows(faults, words.faultsEmpty, (fault) => [line(words.faultKinds[fault.kind] ?? fault.kind, words.faultFacts(fault))]),
    below: () => faultForm(),
  },
};

const faultForm = () => {
  const kind = el('select', { name: 'kind' }, ...Object.entries(words.faultKinds).map(([value, label]) => el('option', { value }, label)));
  const times = el('input', { type: 'number', name: 'times', min: '1', value: '1' });
  const more = el('input', { name: 'more', 'aria-describedby': 'more-hint' });
  const set = () => {
    let asked;
    try {
      asked = { kind: kind.value, times: Number(times.value) || 1, ...JSON.parse(more.value || '{}') };
    } catch {
      say(words.notJson);
      more.focus();
      return;
    }
    act(
      () => ask('faults', 'POST', asked),
      () => words.faultSet(words.faultKinds[asked.kind] ?? asked.kind),
    );
  };
  const form = el(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        set();
      },
    },
    el(
      'div',
      { class: 'fields' },
      el('label', {}, words.faultKind, kind),
      el('label', {}, words.faultTimes, times),
      el('label', {}, words.faultDetails, more),
    ),
    el('p', { class: 'hint', id: 'more-hint' }, words.faultDetailsHint),
    el(
      'div',
      { class: 'actions' },
      el('button', { type: 'submit', class: 'main' }, words.addFault),
      el(
        'button',
        {
          type: 'button',
          onclick: () =>
            act(
              () => ask('faults', 'DELETE'),
              () => words.faultsCleared,
            ),
        },
        words.clearFaults,
      ),
    ),
  );
  return form;
};

const main = document.querySelector('#main');
const bodies = new Map();
for (const [name, part] of Object.entries(parts)) {
  const body = el('div');
  bodies.set(name, body);
  main.append(el('section', { 'aria-labelledby': name }, el('h2', { id: name, tabindex: '-1' }, words.parts[name]), body, part.below?.()));
}
document
  .querySelector('#parts')
  .append(el('ul', {}, ...Object.keys(parts).map((name) => el('li', {}, el('a', { href: `#${name}` }, words.parts[name])))));

/** A part is drawn anew when its data changed and nobody has the focus or a selection in it. */
const drawn = new Map();
const draw = (name, data, asked) => {
  const text = JSON.stringify(data);
  const body = bodies.get(name);
  const selection = document.getSelection();
  const inUse = body.contains(document.activeElement) || (selection && !selection.isCollapsed && body.contains(selection.anchorNode));
  if (drawn.get(name) === text || (inUse && drawn.has(name) && !asked)) return;
  drawn.set(name, text);
  const hadFocus = body.contains(document.activeElement);
  body.replaceChildren(parts[name].show(data));
  if (hadFocus) document.getElementById(name).focus();
};

let away = false;
const refresh = async (asked = false) => {
  try {
    await Promise.all(Object.entries(parts).map(async ([name, { path }]) => draw(name, await ask(path), asked)));
    if (away) say('');
    away = false;
  } catch {
    away = true;
    say(words.away);
  }
};

const cloud = await ask('cloud').catch(() => undefined);
if (cloud) {
  document.querySelector('#about').textContent = words.about(cloud);
  main.append(
    el(
      'section',
      { 'aria-labelledby': 'ignored' },
      el('h2', { id: 'ignored' }, words.parts.ignored),
      el(
        'ul',
        { class: 'rows' },
        ...Object.entries(Object.groupBy(cloud.ignored, ({ type, reason }) => `${type}: ${reason}`)).map(([what, all]) =>
          el('li', { class: 'facts' }, `${what} (${all.length})`),
        ),
      ),
    ),
  );
}
await refresh();
setInterval(() => {
  if (!document.hidden) refresh();
}, REFRESH_MS);
