import type { ServerResponse } from 'node:http';

import { type Language, type Words, words } from './identity-words.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (found) => escapes[found] ?? found);

/** Where a form stands, and what it says about what was typed before. */
export type PageState = {
  language: Language;
  /** `/oidc/people/interaction/<uid>`: where the forms and links of this sign-in live. */
  base: string;
  admins: boolean;
  values?: Record<string, string>;
  /** By field. */
  problems?: Record<string, string>;
  /** About all of it. */
  problem?: string;
  notice?: string;
};

type Page = { title: string; main: string; state: Pick<PageState, 'language'>; languageLink?: string; script?: string };

const frame = ({ title, main, state, languageLink, script }: Page): string => {
  const w = words[state.language];
  const other = state.language === 'en' ? 'hi' : 'en';
  return `<!doctype html>
<html lang="${state.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Arogya</title>
<link rel="icon" href="/oidc/assets/logo.svg">
<link rel="stylesheet" href="/oidc/assets/base.css">
<link rel="stylesheet" href="/oidc/assets/sign-in.css">
${script ? `<script src="${script}" defer></script>` : ''}
</head>
<body>
<main>
<header>
<p class="brand"><img src="/oidc/assets/logo.svg" alt="">Arogya</p>
${languageLink ? `<a href="${escapeHtml(languageLink)}${other}" hreflang="${other}" lang="${other}">${w.otherLanguage}</a>` : ''}
</header>
<div class="card">
<h1>${escapeHtml(title)}</h1>
${main}
</div>
<p class="local"><strong>${w.localTitle}</strong> ${w.localText} <a href="/local">/local</a></p>
</main>
</body>
</html>
`;
};

type Field = { name: string; label: string; hint?: string; type?: string; autocomplete: string; inputmode?: string; keep?: boolean };

const fieldOf =
  (state: PageState) =>
  ({ name, label, hint, type = 'text', autocomplete, inputmode, keep = true }: Field): string => {
    const problem = state.problems?.[name];
    const described = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ');
    return `<div class="field">
<label for="${name}">${escapeHtml(label)}</label>
${hint ? `<p class="hint" id="${name}-hint">${escapeHtml(hint)}</p>` : ''}
${problem ? `<p class="error" id="${name}-problem">${escapeHtml(problem)}</p>` : ''}
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}"${inputmode ? ` inputmode="${inputmode}"` : ''}${
      keep ? ` value="${escapeHtml(state.values?.[name] ?? '')}"` : ''
    }${problem ? ' aria-invalid="true"' : ''}${described ? ` aria-describedby="${described}"` : ''} required>
</div>`;
  };

const formOf = (state: PageState, path: string, fields: Field[], button: string): string =>
  `${state.problem ? `<p class="problem" role="alert">${escapeHtml(state.problem)}</p>` : ''}
${state.notice ? `<p role="status">${escapeHtml(state.notice)}</p>` : ''}
<form method="post" action="${state.base}${path}?lang=${state.language}" novalidate>
${fields.map(fieldOf(state)).join('\n')}
<button class="main" type="submit">${escapeHtml(button)}</button>
</form>`;

const loginField = (w: Words): Field => ({ name: 'login', label: w.login, hint: w.loginHint, autocomplete: 'username' });
const codeField = (w: Words, hint?: string): Field => ({
  name: 'code',
  label: w.code,
  ...(hint ? { hint } : {}),
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
  keep: false,
});
const link = (state: PageState, path: string) => `${state.base}${path}?lang=${state.language}`;

export const signInPage = (state: PageState): string => {
  const w = words[state.language];
  const password: Field = { name: 'password', label: w.password, type: 'password', autocomplete: 'current-password', keep: false };
  return frame({
    title: state.admins ? w.signInAdmin : w.signIn,
    state,
    languageLink: `${state.base}?lang=`,
    main: `${formOf(state, '', [loginField(w), password], w.signIn)}
${state.admins ? '' : `<p>${w.newHere} <a href="${link(state, '/sign-up')}">${w.signUp}</a></p>`}`,
  });
};

export const signUpPage = (state: PageState): string => {
  const w = words[state.language];
  const fields: Field[] = [
    { name: 'name', label: w.name, autocomplete: 'name' },
    loginField(w),
    { name: 'password', label: w.password, hint: w.newPasswordHint, type: 'password', autocomplete: 'new-password', keep: false },
  ];
  return frame({
    title: w.signUp,
    state,
    languageLink: `${state.base}/sign-up?lang=`,
    main: `${formOf(state, '/sign-up', fields, w.signUp)}
<p>${w.haveAccount} <a href="${link(state, '')}">${w.signIn}</a></p>`,
  });
};

export const confirmPage = (state: PageState, to: string): string => {
  const w = words[state.language];
  return frame({
    title: w.confirmTitle,
    state,
    languageLink: `${state.base}/confirm?lang=`,
    main: `<p>${escapeHtml(w.codeSentTo(to))}</p>
${formOf(state, '/confirm', [codeField(w)], w.confirm)}
<form method="post" action="${link(state, '/confirm/again')}"><button type="submit">${w.codeAgain}</button></form>`,
  });
};

export const totpPage = (state: PageState, enrol?: { secret: string; address: string }): string => {
  const w = words[state.language];
  return frame({
    title: enrol ? w.enrolTitle : w.totpTitle,
    state,
    languageLink: `${state.base}/totp?lang=`,
    main: `${
      enrol
        ? `<p>${w.enrolText}</p>
<p>${w.key}</p><p class="secret">${escapeHtml(enrol.secret)}</p>
<p>${w.keyAddress}</p><p class="secret">${escapeHtml(enrol.address)}</p>`
        : ''
    }
${formOf(state, '/totp', [codeField(w, w.totpHint)], w.confirm)}`,
  });
};

/** `form` is the provider's own, with its token against forgery. */
export const signOutPage = (language: Language, form: string): string => {
  const w = words[language];
  return frame({
    title: w.signOutQuestion,
    state: { language },
    script: '/oidc/assets/sign-out.js',
    main: `${form}<button class="main" type="submit" form="op.logoutForm" value="yes" name="logout">${w.signOut}</button>`,
  });
};

export const signedOutPage = (language: Language): string => {
  const w = words[language];
  return frame({ title: w.signedOut, state: { language }, main: `<p>${w.signedOutText}</p>` });
};

export const failedPage = (language: Language, reason: string): string => {
  const w = words[language];
  return frame({
    title: w.failedTitle,
    state: { language },
    main: `<p>${w.failedText}</p><p class="hint" lang="en">${escapeHtml(reason)}</p>`,
  });
};

/**
 * Chrome applies `form-action` to the redirect that follows a form too, so the applications that a sign-in returns to
 * are named.
 */
export const pageHeaders = (returnTo: string[]): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self' ${returnTo.join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
});

export const sendPage = (response: ServerResponse, status: number, page: string, returnTo: string[]): void => {
  response.writeHead(status, pageHeaders(returnTo));
  response.end(page);
};
