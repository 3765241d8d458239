import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import * as z from 'zod';

import type { HttpHandler } from './cloud.ts';
import { readBody } from './http.ts';
import { escapeHtml, sendPage } from './identity-pages.ts';
import { type Bank, LATE_SECONDS, PaymentRefusal } from './payments-bank.ts';
import type { Order, Payment } from './payments-entities.ts';

const LARGEST_FORM = 64 * 1024;
export const CHECKOUT_PATH = '/local/payments/checkout';

const WebAddress = z.url({ protocol: /^https?$/ });
/** The fields of Razorpay's hosted checkout that matter here; others, such as an amount, are not looked at. */
const Form = z.object({
  key_id: z.string(),
  order_id: z.string(),
  name: z.string().max(200).optional(),
  description: z.string().max(500).optional(),
  callback_url: WebAddress,
  cancel_url: WebAddress,
});
type Form = z.infer<typeof Form>;
const Outcome = z.enum(['paid', 'failed', 'late']);

/** 50000 → ₹500; 50050 → ₹500.50. */
export const rupees = (paise: number): string =>
  new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR', minimumFractionDigits: paise % 100 === 0 ? 0 : 2 }).format(
    paise / 100,
  );

/** `notes[…]` of the form become the payment's. */
const notesIn = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const [, key] = /^notes\[(\w+)\]$/.exec(name) ?? [];
      return key === undefined ? [] : [[key, value]];
    }),
  );

const frame = (title: string, main: string, script?: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Payment practice page</title>
<link rel="icon" href="/local/assets/logo.svg">
<link rel="stylesheet" href="/local/assets/base.css">
<link rel="stylesheet" href="/local/assets/checkout.css">
${script ? `<script src="${script}" defer></script>` : ''}
</head>
<body>
<main>
<p class="practice"><strong>Payment practice page: no money moves.</strong> It plays the payment page of Razorpay on this computer.</p>
<div class="card">
<h1>${escapeHtml(title)}</h1>
${main}
</div>
</main>
</body>
</html>
`;

const hidden = (fields: Record<string, string | undefined>): string =>
  Object.entries(fields)
    .map(([name, value]) => (value === undefined ? '' : `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`))
    .join('\n');

const whatFor = ({ name, description }: Form): string => `${name ? `<p>To <strong>${escapeHtml(name)}</strong></p>` : ''}
${description ? `<p>${escapeHtml(description)}</p>` : ''}`;

const goBack = ({ cancel_url: address }: Form, words: string): string =>
  `<a class="button" href="${escapeHtml(address)}">${escapeHtml(words)}</a>`;

const openPage = (form: Form, notes: Record<string, string>, order: Order, problem?: string): string => {
  const amount = rupees(order.amount_due);
  return frame(
    `Pay ${amount}`,
    `${problem ? `<p class="problem" role="alert">${escapeHtml(problem)}</p>` : ''}
${whatFor(form)}
<form method="post" action="${CHECKOUT_PATH}">
${hidden({ ...form, ...Object.fromEntries(Object.entries(notes).map(([key, value]) => [`notes[${key}]`, value])) })}
<button class="main" name="outcome" value="paid">Pay ${amount}</button>
<button name="outcome" value="failed">Let the payment fail</button>
<button name="outcome" value="late" aria-describedby="late">Pay, but late (bank is slow)</button>
<p class="hint" id="late">The bank says yes after ${LATE_SECONDS / 60} minutes, when a time kept for 5 minutes is free for others again.</p>
</form>
${goBack(form, 'Go back')}`,
  );
};

const latePage = (form: Form): string =>
  frame(
    'Your bank has not answered yet',
    `<p>It will say yes in ${LATE_SECONDS / 60} minutes. You need not wait here: Arogya is told when it does.</p>
${goBack(form, 'Go back to Arogya')}`,
  );

/** The browser goes back by a form, as Razorpay sends it. `already`: it was paid before, and nobody is hurried away. */
const paidPage = (form: Form, payment: Payment, keySecret: string, already: boolean): string =>
  frame(
    already ? 'Paid already' : 'Paid',
    `<p>${rupees(payment.amount)} ${already ? 'were paid for this before. You do not need to pay again.' : 'are paid. You are on your way back to Arogya.'}</p>
<form method="post" action="${escapeHtml(form.callback_url)}">
${hidden({
  razorpay_payment_id: payment.id,
  razorpay_order_id: payment.order_id,
  razorpay_signature: createHmac('sha256', keySecret).update(`${payment.order_id}|${payment.id}`).digest('hex'),
})}
<button class="main">Go back to Arogya</button>
</form>`,
    already ? undefined : '/local/assets/checkout-return.js',
  );

const troublePage = (text: string): string => frame('This page cannot be opened', `<p>${escapeHtml(text)}</p>`);

/** Razorpay's hosted checkout: a form of the web app's opens it, and its own buttons say what the bank shall do. */
export const createCheckout = (o: { bank: Bank; keyId: string; keySecret: string; webOrigins: string[] }) => {
  const { bank } = o;

  const show = (response: ServerResponse, status: number, page: string, form?: Form) => {
    const back = form ? [form.callback_url, form.cancel_url].map((address) => new URL(address).origin) : [];
    // The callback sends the browser on to the web app.
    sendPage(response, status, page, [...new Set([...back, ...o.webOrigins])]);
  };
  const trouble = (response: ServerResponse, text: string) =>
    show(response, 400, troublePage(`${text} Go back to Arogya and begin the payment again.`));

  const handle: HttpHandler = async (request, response) => {
    const body = request.method === 'POST' ? await readBody(request, LARGEST_FORM) : undefined;
    const fields = Object.fromEntries(new URLSearchParams(String(body ?? '')));
    const parsed = Form.safeParse(fields);
    if (!parsed.success) return trouble(response, 'A payment is opened from Arogya, and this request was not complete.');
    const form = parsed.data;
    if (form.key_id !== o.keyId) return trouble(response, 'The key of this payment is not known here.');
    try {
      const order = bank.order(form.order_id);
      const before = bank.capturedOf(order);
      if (before) return show(response, 200, paidPage(form, before, o.keySecret, true), form);
      const outcome = Outcome.safeParse(fields.outcome).data;
      if (outcome === undefined) return show(response, 200, openPage(form, notesIn(fields), order), form);
      const payment = bank.pay(order.id, outcome, { description: form.description, notes: notesIn(fields) });
      if (outcome === 'paid') return show(response, 200, paidPage(form, payment, o.keySecret, false), form);
      if (outcome === 'late') return show(response, 200, latePage(form), form);
      show(
        response,
        200,
        openPage(form, notesIn(fields), bank.order(order.id), 'The bank declined the payment. Nothing was paid; you can try again.'),
        form,
      );
    } catch (problem) {
      if (!(problem instanceof PaymentRefusal)) throw problem;
      trouble(response, 'This order is not known here.');
    }
  };
  return { handle };
};
