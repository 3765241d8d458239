import { randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import type Provider from 'oidc-provider';
import { Secret } from 'otpauth';

import type { Pool } from './cloud.ts';
import { readBody } from './http.ts';
import { type Account, type Accounts, normalLogin, totpOf } from './identity-accounts.ts';
import { confirmPage, failedPage, type PageState, sendPage, signInPage, signUpPage, totpPage } from './identity-pages.ts';
import { type Language, languageOf, words } from './identity-words.ts';
import type { NewMail } from './outbox.ts';

const STEP_MINUTES = 30;

type Step = { sub: string; step: 'confirm' | 'totp'; code?: string; secret?: string };

type Context = { request: IncomingMessage; response: ServerResponse; uid: string; language: Language; state: PageState };

/** The pages between the application's request and the code that it gets: password, sign-up, code, second step. */
export const createSignIn = (o: {
  pool: Pool;
  provider: Provider;
  accounts: Accounts;
  store: DatabaseSync;
  send: (mail: NewMail) => void;
  returnTo: string[];
}) => {
  const { pool, provider, accounts, store, returnTo } = o;

  const stepOf = (uid: string): (Step & { account: Account }) | undefined => {
    const row = store.prepare('SELECT * FROM identity_steps WHERE uid = ? AND expires_at > ?').get(uid, Date.now());
    const account = row && accounts.find(String(row.sub));
    if (!row || !account) return undefined;
    return {
      account,
      sub: account.sub,
      step: row.step as Step['step'],
      ...(row.code ? { code: String(row.code) } : {}),
      ...(row.secret ? { secret: String(row.secret) } : {}),
    };
  };
  const keepStep = (uid: string, step: Step) =>
    store
      .prepare('INSERT OR REPLACE INTO identity_steps (uid, sub, step, code, secret, expires_at) VALUES (?, ?, ?, ?, ?, ?)')
      .run(uid, step.sub, step.step, step.code ?? null, step.secret ?? null, Date.now() + STEP_MINUTES * 60_000);
  const forgetStep = (uid: string) => store.prepare('DELETE FROM identity_steps WHERE uid = ?').run(uid);

  const page = (context: Context, html: string, status = 200) => sendPage(context.response, status, html, returnTo);
  const go = ({ response, state }: Context, path: string) => {
    response.writeHead(303, { location: `${state.base}${path}?lang=${state.language}`, 'cache-control': 'no-store' });
    response.end();
  };

  const sendCode = ({ uid, language }: Context, account: Account) => {
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    keepStep(uid, { sub: account.sub, step: 'confirm', code });
    const w = words[language];
    const to = account.email ?? account.phone ?? '';
    o.send({
      from: account.email ? 'Arogya <no-reply@arogya.example>' : 'AROGYA',
      to: [to],
      subject: w.codeMailSubject,
      text: w.codeMail(code),
    });
  };

  const finish = ({ request, response, uid }: Context, account: Account, amr: string[]) => {
    forgetStep(uid);
    return provider.interactionFinished(request, response, { login: { accountId: account.sub, amr } }, { mergeWithLastSubmission: false });
  };

  const afterPassword = (context: Context, account: Account) => {
    if (!account.confirmed) {
      sendCode(context, account);
      return go(context, '/confirm');
    }
    if (pool.mfaRequired) {
      const secret = account.totpSecret ? undefined : new Secret({ size: 20 }).base32;
      keepStep(context.uid, { sub: account.sub, step: 'totp', ...(secret ? { secret } : {}) });
      return go(context, '/totp');
    }
    return finish(context, account, ['pwd']);
  };

  const signIn = async (context: Context, form: URLSearchParams) => {
    const { state } = context;
    const w = words[state.language];
    const login = (form.get('login') ?? '').trim();
    const password = form.get('password') ?? '';
    const values = { login };
    const problems = {
      ...(login ? {} : { login: w.loginMissing }),
      ...(password ? {} : { password: w.passwordMissing }),
    };
    if (Object.keys(problems).length > 0) return page(context, signInPage({ ...state, values, problems }), 400);
    const check = await accounts.checkPassword(pool.name, login, password);
    if ('account' in check) return afterPassword(context, check.account);
    if (check.refused === 'locked') return page(context, signInPage({ ...state, values, problem: w.locked(check.seconds) }), 429);
    return page(context, signInPage({ ...state, values, problem: check.refused === 'disabled' ? w.disabled : w.wrongPassword }), 400);
  };

  const signUp = async (context: Context, form: URLSearchParams) => {
    const { state } = context;
    const w = words[state.language];
    const name = (form.get('name') ?? '').trim();
    const login = (form.get('login') ?? '').trim();
    const password = form.get('password') ?? '';
    const normal = normalLogin(login);
    const problems: Record<string, string> = {};
    if (!name || name.length > 120) problems.name = w.nameMissing;
    if (!login) problems.login = w.loginMissing;
    else if (!normal) problems.login = w.loginOdd;
    else if (accounts.findByLogin(pool.name, login)) problems.login = w.loginTaken;
    if (password.length < 8) problems.password = w.passwordShort;
    if (password.length > 256) problems.password = w.passwordLong;
    if (!normal || Object.keys(problems).length > 0) return page(context, signUpPage({ ...state, values: { name, login }, problems }), 400);
    sendCode(context, await accounts.add({ name, ...normal, pool: pool.name, password, confirmed: false }));
    return go(context, '/confirm');
  };

  const sentTo = (account: Account) => account.email ?? account.phone ?? '';

  const confirm = (context: Context, form: URLSearchParams) => {
    const { state } = context;
    const w = words[state.language];
    const step = stepOf(context.uid);
    if (step?.step !== 'confirm' || !step.code) return go(context, '');
    const checked = accounts.checkCode(step.sub, form.get('code') ?? '', step.code);
    if (checked === 'right') return afterPassword(context, { ...step.account, confirmed: true });
    if (checked === 'wrong') return page(context, confirmPage({ ...state, problems: { code: w.codeWrong } }, sentTo(step.account)), 400);
    return page(context, confirmPage({ ...state, problem: w.locked(checked.seconds) }, sentTo(step.account)), 429);
  };

  const confirmAgain = (context: Context) => {
    const step = stepOf(context.uid);
    if (step?.step !== 'confirm') return go(context, '');
    sendCode(context, step.account);
    return page(context, confirmPage({ ...context.state, notice: words[context.language].codeSentAgain }, sentTo(step.account)));
  };

  const enrolment = (step: Step & { account: Account }) =>
    step.secret ? { secret: step.secret, address: totpOf(step.secret, sentTo(step.account)).toString() } : undefined;

  const totp = (context: Context, form: URLSearchParams) => {
    const { state } = context;
    const w = words[state.language];
    const step = stepOf(context.uid);
    if (step?.step !== 'totp') return go(context, '');
    const checked = accounts.checkTotp(step.account, form.get('code') ?? '', step.secret ?? step.account.totpSecret);
    if (checked === 'right') return finish(context, step.account, ['pwd', 'otp', 'mfa']);
    if (checked === 'wrong') return page(context, totpPage({ ...state, problems: { code: w.totpWrong } }, enrolment(step)), 400);
    return page(context, totpPage({ ...state, problem: w.locked(checked.seconds) }, enrolment(step)), 429);
  };

  const show = (context: Context, path: string) => {
    const step = stepOf(context.uid);
    switch (path) {
      case '':
        return page(context, signInPage(context.state));
      case '/sign-up':
        return context.state.admins ? go(context, '') : page(context, signUpPage(context.state));
      case '/confirm':
        return step?.step === 'confirm' ? page(context, confirmPage(context.state, sentTo(step.account))) : go(context, '');
      case '/totp':
        return step?.step === 'totp' ? page(context, totpPage(context.state, enrolment(step))) : go(context, '');
      default:
        return go(context, '');
    }
  };

  const submit = (context: Context, path: string, form: URLSearchParams) => {
    switch (path) {
      case '':
        return signIn(context, form);
      case '/sign-up':
        return context.state.admins ? go(context, '') : signUp(context, form);
      case '/confirm':
        return confirm(context, form);
      case '/confirm/again':
        return confirmAgain(context);
      case '/totp':
        return totp(context, form);
      default:
        return go(context, '');
    }
  };

  /** `path` is what follows the interaction's id. */
  return async (request: IncomingMessage, response: ServerResponse, uid: string, path: string): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://local');
    const header = request.headers['accept-language'];
    const refuse = (status: number, reason: string) =>
      sendPage(response, status, failedPage(languageOf(url.searchParams.get('lang') ?? undefined, header), reason), returnTo);

    const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
    if (!interaction || interaction.uid !== uid) return refuse(400, 'The sign-in has ended or belongs to another browser.');
    const asked =
      url.searchParams.get('lang') ??
      (interaction.params.lang as string | undefined) ??
      (interaction.params.ui_locales as string | undefined);
    const language = languageOf(asked, header);
    const base = `/oidc/${pool.name}/interaction/${uid}`;
    const state: PageState = { language, base, admins: pool.name === 'admins' };
    const context: Context = { request, response, uid, language, state };
    if (request.method !== 'POST') return show(context, path);

    const origin = request.headers.origin;
    if (origin !== undefined && URL.parse(origin)?.host !== request.headers.host)
      return refuse(403, 'The form was sent from another site.');
    const body = await readBody(request, 16_384);
    if (body === undefined) return refuse(413, 'The form is too long.');
    return submit(context, path, new URLSearchParams(body.toString('utf8')));
  };
};
