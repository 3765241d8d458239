import { useState } from 'react';
import { useSearchParams } from 'react-router';

import { usePages, useQuery } from '../../shared/api/query.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Select, TextField } from '../../shared/ui/field.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Card, Empty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { Combobox } from './combobox.tsx';
import { DeskTop } from './desk-top.tsx';
import { NoteRow } from './note-row.tsx';
import { usePatientFacts, usePatientsFound } from './patient-facts.ts';
import { useDeskWords } from './words.ts';

const isStatus = (text: string | null): text is 'open' | 'signed' => text === 'open' || text === 'signed';

/** The doctor's own notes, newest first; what is searched for is in the address, so that it can be gone back to. */
export function NotesScreen() {
  const t = useDeskWords();
  const facts = usePatientFacts();
  const [params, setParams] = useSearchParams();
  const [typed, setTyped] = useState<string>();
  const patientId = params.get('patient') ?? '';
  const status = params.get('status');
  const from = params.get('from') ?? '';
  const to = params.get('to') ?? '';
  const patient = useQuery('GET /patients/{patientId}', { params: { patientId } }, { enabled: patientId !== '' });
  const { patients, is } = usePatientsFound(typed ?? '');
  const notes = usePages('GET /consultation-notes', {
    query: {
      as: 'doctor',
      ...(patientId !== '' && { patientId }),
      ...(from !== '' && { from }),
      ...(to !== '' && { to }),
      ...(isStatus(status) && { status }),
    },
  });
  const set = (name: string, value: string): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const searching = params.size > 0;

  return (
    <>
      <DeskTop>
        <span aria-hidden="true">/</span>
        <span>{t('notes.title')}</span>
      </DeskTop>
      <Page
        title={t('notes.title')}
        wide
        end={
          <ButtonLink to="/desk/notes/new" icon="plus">
            {t('find.new-note')}
          </ButtonLink>
        }
      >
        <search className="card filter-row">
          <Combobox
            label={t('notes.patient')}
            text={typed ?? patient.data?.name ?? ''}
            onText={(text) => {
              setTyped(text);
              if (text === '') set('patient', '');
            }}
            options={patients.map((one) => ({ id: one.patientId, label: one.name, note: facts(one).join(' · '), icon: 'user' }))}
            status={
              is === 'looking'
                ? t('find.looking')
                : is === 'failed'
                  ? t('find.failed')
                  : is === 'nothing'
                    ? ''
                    : t('find.count', { count: patients.length })
            }
            onChoose={(id) => {
              setTyped(undefined);
              set('patient', id);
            }}
          />
          <TextField
            label={t('notes.from')}
            type="date"
            max={to === '' ? indianDay() : to}
            value={from}
            onChange={(day) => set('from', day)}
          />
          <TextField label={t('notes.to')} type="date" min={from} max={indianDay()} value={to} onChange={(day) => set('to', day)} />
          <Select
            label={t('notes.status')}
            value={isStatus(status) ? status : ''}
            none={t('notes.status.all')}
            options={[
              { value: 'open', label: t('notes.status.open') },
              { value: 'signed', label: t('notes.status.signed') },
            ]}
            onChange={(value) => set('status', value)}
          />
        </search>
        {notes.error && <ErrorNotice failure={notes.error} onRetry={notes.refetch} />}
        {notes.isPending && !notes.error && <Skeleton cards={1} lines={6} />}
        {notes.items?.length === 0 &&
          (searching ? (
            <Empty
              icon="search"
              title={t('notes.none-found')}
              action={
                <Button
                  kind="secondary"
                  onClick={() => {
                    setTyped(undefined);
                    setParams({}, { replace: true });
                  }}
                >
                  {t('notes.show-all')}
                </Button>
              }
            />
          ) : (
            <Empty icon="notes" title={t('today.empty')}>
              <p>{t('today.empty.text')}</p>
            </Empty>
          ))}
        {notes.items !== undefined && notes.items.length > 0 && (
          <Card>
            <ul className="row-list" aria-label={t('notes.title')}>
              {notes.items.map((note) => (
                <NoteRow key={note.noteId} note={note} />
              ))}
            </ul>
            <ShowMore of={notes} className="mt-4" />
          </Card>
        )}
      </Page>
    </>
  );
}
