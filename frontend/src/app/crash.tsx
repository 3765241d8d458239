import { Component, type ReactNode } from 'react';

import { currentLanguage } from '../shared/i18n/language.ts';

/** Here in full, because the words' own files may be what failed to load. */
const words = {
  en: {
    title: 'This page stopped working',
    text: 'What you saved is safe. Load the page again. If it happens again, go to your first page.',
    updated: 'Arogya was updated, or the internet broke off. Load the page again to go on.',
    reload: 'Load again',
    home: 'Go to the first page',
    call: 'Call 112',
  },
  hi: {
    title: 'यह पेज रुक गया',
    text: 'जो सेव किया था, वह सुरक्षित है। पेज फिर खोलें। फिर भी न चले, तो पहले पेज पर जाएँ।',
    updated: 'आरोग्य अपडेट हुआ है, या इंटरनेट टूट गया। आगे बढ़ने के लिए पेज फिर खोलें।',
    reload: 'फिर खोलें',
    home: 'पहले पेज पर जाएँ',
    call: '112 पर फ़ोन करें',
  },
} as const;

const isMissingFile = (error: unknown) => error instanceof TypeError && /import|module|fetch/i.test(error.message);

type Props = {
  children: ReactNode;
  /** Another path gives the page another chance. */
  path?: string;
  /** Inside the shell, which has the page's main landmark. */
  inMain?: boolean;
};

/** What is shown when a screen throws: plain, with a way on, and 112. */
export class CrashBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: Props) {
    if (before.path !== this.props.path && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    const text = words[currentLanguage()];
    const Tag = this.props.inMain ? 'div' : 'main';
    return (
      <Tag className="shell-main space-y-4">
        <h1>{text.title}</h1>
        <p role="alert">{isMissingFile(this.state.error) ? text.updated : text.text}</p>
        <div className="flex flex-wrap gap-3">
          <button type="button" className="btn btn-primary" onClick={() => location.reload()}>
            {text.reload}
          </button>
          <a className="btn btn-secondary" href="/">
            {text.home}
          </a>
          <a className="call-112" href="tel:112">
            {text.call}
          </a>
        </div>
      </Tag>
    );
  }
}
