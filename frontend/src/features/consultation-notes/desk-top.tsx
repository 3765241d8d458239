import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';

import { Dialog } from '../../shared/ui/dialog.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import type { IconName } from '../../shared/ui/icons.ts';
import { Combobox, type ComboboxOption } from './combobox.tsx';
import { usePatientFacts, usePatientsFound } from './patient-facts.ts';
import { useDeskWords } from './words.ts';

type Keys = {
  readonly find: () => void;
  /** Whether single letters act in the note; they can be switched off (WCAG 2.1.4). */
  readonly letters: boolean;
};

const KeysContext = createContext<Keys>({ find: () => undefined, letters: true });
export const useDeskKeys = (): Keys => use(KeysContext);

const LETTERS_OFF = 'arogya.note-keys-off';

/** Ctrl K, and the two dialogs that every screen of the desk shares. */
export function DeskKeys({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<'find' | 'shortcuts'>();
  const [letters, setLetters] = useState(() => localStorage.getItem(LETTERS_OFF) === null);
  const keys = useMemo<Keys>(() => ({ find: () => setOpen('find'), letters }), [letters]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        if (document.querySelector('dialog[open]') === null) setOpen('find');
      }
    };
    const onShortcuts = (): void => setOpen('shortcuts');
    addEventListener('keydown', onKeyDown);
    // The rail's [Shortcuts] belongs to the shell, which knows nothing of the desk.
    addEventListener('arogya:shortcuts', onShortcuts);
    return () => {
      removeEventListener('keydown', onKeyDown);
      removeEventListener('arogya:shortcuts', onShortcuts);
    };
  }, []);

  return (
    <KeysContext value={keys}>
      {children}
      {open === 'find' && <FindDialog onClose={() => setOpen(undefined)} onShortcuts={() => setOpen('shortcuts')} />}
      {open === 'shortcuts' && (
        <ShortcutsDialog
          onClose={() => setOpen(undefined)}
          letters={letters}
          onLetters={(on) => {
            setLetters(on);
            if (on) localStorage.removeItem(LETTERS_OFF);
            else localStorage.setItem(LETTERS_OFF, '1');
          }}
        />
      )}
    </KeysContext>
  );
}

type Action = {
  readonly id: string;
  readonly word: `find.${'new-note' | 'today' | 'notes' | 'patients' | 'schedule' | 'hours' | 'earnings' | 'shortcuts'}`;
  readonly icon: IconName;
  readonly to?: string;
};
const actions: readonly Action[] = [
  { id: 'new', word: 'find.new-note', icon: 'plus', to: '/desk/notes/new' },
  { id: 'today', word: 'find.today', icon: 'calendar', to: '/desk' },
  { id: 'notes', word: 'find.notes', icon: 'notes', to: '/desk/notes' },
  { id: 'patients', word: 'find.patients', icon: 'users', to: '/desk/patients' },
  { id: 'schedule', word: 'find.schedule', icon: 'calendar-week', to: '/desk/schedule' },
  { id: 'hours', word: 'find.hours', icon: 'clock', to: '/desk/hours' },
  { id: 'earnings', word: 'find.earnings', icon: 'rupee', to: '/desk/earnings' },
  { id: 'shortcuts', word: 'find.shortcuts', icon: 'keyboard' },
];

// A dialog gives its first focus to the element with this attribute, which React does not write.
const takesFocus = (input: HTMLInputElement | null): void => input?.setAttribute('autofocus', '');

function FindDialog({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const t = useDeskWords();
  const facts = usePatientFacts();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const { patients, is } = usePatientsFound(text);
  const fitting = actions.filter(({ word }) => t(word).toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()));
  const options: ComboboxOption[] = [
    ...patients.map((patient) => ({
      id: `p-${patient.patientId}`,
      label: patient.name,
      note: facts(patient).join(' · '),
      icon: 'user' as const,
    })),
    ...fitting.map(({ id, word, icon }) => ({ id, label: t(word), icon })),
  ];
  const status = is === 'looking' ? t('find.looking') : is === 'failed' ? t('find.failed') : t('find.count', { count: options.length });

  const choose = (id: string): void => {
    const patient = patients.find(({ patientId }) => `p-${patientId}` === id);
    const action = actions.find((one) => one.id === id);
    onClose();
    if (patient === undefined && action?.to === undefined) onShortcuts();
    else void navigate(patient === undefined ? (action?.to ?? '/desk') : `/desk/patients/${encodeURIComponent(patient.patientId)}`);
  };

  return (
    <Dialog open onClose={onClose} title={t('find.title')}>
      <Combobox
        label={t('find.label')}
        text={text}
        onText={setText}
        options={options}
        status={status}
        onChoose={choose}
        alwaysOpen
        inputRef={takesFocus}
      />
    </Dialog>
  );
}

const shortcutRows = [
  ['Ctrl K', 'keys.find'],
  ['Ctrl Enter', 'keys.main'],
  ['↑ ↓', 'keys.move'],
  ['F', 'keys.next-flag'],
  ['E', 'keys.edit'],
  ['A', 'keys.keep'],
  ['D', 'keys.remove'],
  ['Ctrl Z', 'keys.undo'],
] as const;

function ShortcutsDialog({ onClose, letters, onLetters }: { onClose: () => void; letters: boolean; onLetters: (on: boolean) => void }) {
  const t = useDeskWords();
  return (
    <Dialog open onClose={onClose} title={t('keys.title')}>
      <dl className="shortcut-list">
        {shortcutRows.map(([key, word]) => (
          <div key={key}>
            <dt>
              <kbd className="kbd-always">{key}</kbd>
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
      <label className="flex items-start gap-3">
        <input type="checkbox" className="mt-1 size-5" checked={letters} onChange={(event) => onLetters(event.target.checked)} />
        <span>
          {t('keys.letters')}
          <span className="block text-sm text-ink-2">{t('keys.letters.hint')}</span>
        </span>
      </label>
    </Dialog>
  );
}

/** Where one is, and the way to everything else. */
export function DeskTop({ children }: { children: ReactNode }) {
  const t = useDeskWords();
  const { find } = useDeskKeys();
  const { pathname } = useLocation();
  return (
    <div className="desk-top no-print">
      {pathname !== '/desk' && (
        <nav aria-label={t('top.where')} className="desk-where">
          <Link to="/desk" className="link">
            {t('today.title')}
          </Link>
          {children}
        </nav>
      )}
      <button type="button" className="desk-find" onClick={find} aria-keyshortcuts="Control+K">
        <Icon name="search" />
        <span className="desk-find-text">{t('find.title')}</span>
        <span aria-hidden="true" className="ml-auto">
          <kbd>Ctrl K</kbd>
        </span>
      </button>
    </div>
  );
}
