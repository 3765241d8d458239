import type { ReactNode } from 'react';

import type { ApiFailure } from '../../shared/api/failure.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Note, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { DeskTop } from '../consultation-notes/desk-top.tsx';
import { HoursTop } from './hours-top.tsx';
import { useHoursWords } from './hours-words.ts';

/** Somebody, perhaps the doctor in another window, has saved meanwhile: look at it, take it, or save one's own over it. */
export function ChangedElsewhere({ title, drop, children }: { title: string; drop: (said: string) => void; children: ReactNode }) {
  const t = useHoursWords();
  return (
    <Note kind="warn" title={title}>
      <p>{t('changed.text')}</p>
      <details>
        <summary className="link py-2">{t('changed.look')}</summary>
        {children}
      </details>
      <Button kind="secondary" onClick={() => drop(t('changed.dropped'))}>
        {t('changed.theirs')}
      </Button>
    </Note>
  );
}

type SaveBarProps = {
  save: { isPending: boolean; isPaused: boolean };
  failure: ApiFailure | null | undefined;
  submit: () => void;
  drop: (said: string) => void;
  /** Whether the form says anything else than what is saved. */
  changed: boolean;
  conflict: boolean;
  everSaved: boolean;
  label: string;
};

/** What a form ends with: what went wrong, Save, and the way back to what is saved. */
export function SaveBar({ save, failure, submit, drop, changed, conflict, everSaved, label }: SaveBarProps) {
  const t = useHoursWords();
  return (
    <>
      {failure && <ErrorNotice failure={failure} onRetry={failure.mayPass ? submit : undefined} />}
      {save.isPaused && <Note>{t('saving-waits')}</Note>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={save.isPending} locked={!changed && everSaved && t('save.nothing')}>
          {conflict ? t('changed.mine') : label}
        </Button>
        {changed && !conflict && (
          <Button kind="quiet" onClick={() => drop(t('unsaved.dropped'))}>
            {t('unsaved.drop')}
          </Button>
        )}
      </div>
    </>
  );
}

type Asked<Data> = {
  data: Data | undefined;
  error: ApiFailure | null;
  isPending: boolean;
  isLoading: boolean;
  fetchStatus: string;
  refetch: () => unknown;
};

type EditorPageProps<Data> = {
  title: string;
  /** In the desk's line of places. */
  place: string;
  asked: Asked<Data>;
  /** Waited for as well: what is missing stands above the form and would push it down. */
  other: { isLoading: boolean };
  children: (saved: Data) => ReactNode;
};

/** A page of the desk with one form, once what is saved has come. */
export function EditorPage<Data>({ title, place, asked, other, children }: EditorPageProps<Data>) {
  const isComing = asked.isPending || other.isLoading;
  return (
    <>
      <DeskTop>
        <span aria-hidden="true">/</span>
        <span>{place}</span>
      </DeskTop>
      <Page title={title} wide>
        <HoursTop />
        {asked.error && asked.data === undefined && <ErrorNotice failure={asked.error} onRetry={() => asked.refetch()} />}
        {isComing && !asked.error && (asked.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} />)}
        {asked.data !== undefined && !isComing && children(asked.data)}
      </Page>
    </>
  );
}
