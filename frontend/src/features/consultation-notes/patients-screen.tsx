import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';

import { useForget, useMutation, usePages } from '../../shared/api/query.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice, useFailureText } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Chevron, Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card, Empty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { DeskTop } from './desk-top.tsx';
import { usePatientFacts, useSettled } from './patient-facts.ts';
import { useDeskWords } from './words.ts';

function AddByCode() {
  const t = useDeskWords();
  const { say } = useStatus();
  const textOf = useFailureText();
  const navigate = useNavigate();
  const forget = useForget();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const add = useMutation('POST /patients', {
    onSuccess: async (patient) => {
      await forget('GET /patients');
      void navigate(`/desk/patients/${encodeURIComponent(patient.patientId)}`);
      say(t('patients.added', { name: patient.name }));
    },
  });
  const plain = code.replace(/[\s-]/g, '');
  const error = tried && plain.length !== 8 ? t('patients.code.wrong') : add.failure && textOf(add.failure);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (plain.length === 8) add.mutate({ body: { code } });
  };
  return (
    <Card title={t('patients.add')}>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3" noValidate>
        <TextField
          label={t('patients.code')}
          hint={t('patients.code.hint')}
          error={error || undefined}
          value={code}
          onChange={(text) => {
            setCode(text);
            setTried(false);
            add.reset();
          }}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={12}
          className="min-w-56 flex-1"
        />
        <Button type="submit" icon="plus" busy={add.isPending}>
          {t('patients.add.action')}
        </Button>
      </form>
      <p className="mt-3 text-sm text-ink-2">{t('patients.walk-in.hint')}</p>
    </Card>
  );
}

export function PatientsScreen() {
  const t = useDeskWords();
  const facts = usePatientFacts();
  const [text, setText] = useState('');
  const q = useSettled(text.trim());
  const patients = usePages('GET /patients', { query: q === '' ? {} : { q } });
  return (
    <>
      <DeskTop>
        <span aria-hidden="true">/</span>
        <span>{t('patients.title')}</span>
      </DeskTop>
      <Page
        title={t('patients.title')}
        wide
        end={
          <ButtonLink kind="secondary" to="/desk/shared" icon="lock">
            {t('patients.shared')}
          </ButtonLink>
        }
      >
        <AddByCode />
        <Card title={t('patients.list')}>
          <search>
            <TextField label={t('patients.search')} type="search" value={text} onChange={setText} autoComplete="off" />
          </search>
          <div className="mt-4 space-y-4">
            {patients.error && <ErrorNotice failure={patients.error} onRetry={patients.refetch} />}
            {patients.isPending && !patients.error && <Skeleton lines={5} />}
            <p role="status" className="sr">
              {patients.items === undefined ? '' : t('find.count', { count: patients.items.length })}
            </p>
            {patients.items?.length === 0 && (
              <Empty icon="users" title={q === '' ? t('patients.none') : t('patients.none-found', { text: q })} />
            )}
            {patients.items !== undefined && patients.items.length > 0 && (
              <ul className="row-list">
                {patients.items.map((patient) => (
                  <li key={patient.patientId}>
                    <Link to={`/desk/patients/${encodeURIComponent(patient.patientId)}`} className="row-link">
                      <Icon name="user" size={24} className="text-ink-2" />
                      <span className="min-w-0">
                        <span className="block font-semibold">{patient.name}</span>
                        <span className="block text-sm text-ink-2">{facts(patient).join(' · ')}</span>
                      </span>
                      <Chevron />
                    </Link>
                  </li>
                ))}
              </ul>
            )}
            <ShowMore of={patients} />
          </div>
        </Card>
      </Page>
    </>
  );
}
