import { type KeyboardEvent, useState } from 'react';

import type { DoctorApplication } from '../../../../functions/identity/contract.ts';
import { useForget, useMutation, usePages } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Empty, OfflineEmpty, Skeleton, Tag } from '../../shared/ui/surfaces.tsx';
import { type Decision, DecisionDialog } from './approval-decision.tsx';
import { useApprovalWords } from './approvals-words.ts';
import { spokenName } from './spoken-languages.ts';

const statuses = ['waiting', 'approved', 'refused'] as const;
type Status = (typeof statuses)[number];

/** Where an admin compares a number with the register; by the National Medical Commission. */
const REGISTER = 'https://www.nmc.org.in/information-desk/indian-medical-register/';

/** `/admin/doctors`: whether an applicant is a doctor. */
export default function Approvals() {
  const t = useApprovalWords();
  const { say } = useStatus();
  const forget = useForget();
  const [status, setStatus] = useState<Status>('waiting');
  const [decision, setDecision] = useState<Decision>();
  const list = usePages('GET /doctor-applications', { query: { status } }, { refetchInterval: 60_000 });

  const done = (text: string) => {
    setDecision(undefined);
    say(text);
    // The card that had the focus is about to leave the list.
    requestAnimationFrame(() => document.querySelector('h1')?.focus());
    void forget('GET /doctor-applications');
  };

  return (
    <Page title={t('title')} heading={t('question')} wide>
      <div className="flex flex-wrap items-end gap-x-8 gap-y-3">
        <ChoiceChips
          label={t('show')}
          options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
          value={status}
          onChange={setStatus}
        />
        <p className="max-w-prose text-sm text-ink-2 desk:ml-auto">
          <a className="link inline-block py-3 desk:py-0" href={REGISTER} target="_blank" rel="noreferrer">
            {t('register')}
          </a>
          <span className="block">{t('register.hint')}</span>
        </p>
      </div>
      {list.error && !list.items && <ErrorNotice failure={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && (list.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} />)}
      {list.items?.length === 0 && (
        <Empty icon="id-card" title={status === 'waiting' ? t('empty.waiting') : t('empty.other')}>
          {status === 'waiting' && t('empty.waiting.text')}
        </Empty>
      )}
      {list.items && list.items.length > 0 && (
        <>
          {status === 'waiting' && <p className="hint hidden desk:block">{t('keys')}</p>}
          <ul className="space-y-3" aria-label={t('list.label')}>
            {list.items.map((application) => (
              <Applicant key={application.applicationId} application={application} onDecide={setDecision} onReopened={done} />
            ))}
          </ul>
          <ShowMore of={list} />
          <Age at={list.dataUpdatedAt} failed={list.isRefetchError || list.fetchStatus === 'paused'} />
        </>
      )}
      {decision && (
        <DecisionDialog
          key={`${decision.kind} ${decision.application.applicationId}`}
          decision={decision}
          onClose={() => setDecision(undefined)}
          onDone={done}
        />
      )}
    </Page>
  );
}

/** ↑ ↓ go from card to card, to its first button; letters act while the focus is inside a card (WCAG 2.1.4). */
function moveBetweenCards(event: KeyboardEvent<HTMLLIElement>): void {
  const sibling = event.key === 'ArrowDown' ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling;
  const button = sibling?.querySelector('button');
  if (!button) return;
  event.preventDefault();
  button.focus();
}

function Applicant({
  application,
  onDecide,
  onReopened,
}: {
  application: DoctorApplication;
  onDecide: (decision: Decision) => void;
  onReopened: (text: string) => void;
}) {
  const t = useApprovalWords();
  const { dateTime } = useFormat();
  const { status, name, deactivated } = application;
  const reopen = useMutation('POST /accounts/{accountId}/reactivate', { onSuccess: () => onReopened(t('reopen.done', { name })) });
  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') return moveBetweenCards(event);
    const kind = status === 'waiting' && ({ a: 'approve', r: 'refuse' } as const)[event.key.toLowerCase() as 'a' | 'r'];
    if (!kind) return;
    event.preventDefault();
    onDecide({ kind, application });
  };
  const facts = [
    { word: 'number', value: application.registrationNumber },
    { word: 'council', value: application.council },
    { word: 'qualification', value: application.qualification },
    { word: 'specialty', value: application.specialty },
    { word: 'languages', value: application.languages.map(spokenName).join(', ') },
    { word: 'email', value: application.email },
  ] as const;
  return (
    <li className="card p-4" onKeyDown={onKeyDown}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2>{name}</h2>
        <Tag kind={status === 'approved' ? 'ok' : 'plain'} icon={status === 'waiting' ? 'clock' : status === 'approved' ? 'check' : 'x'}>
          {t(`status.${status}`)}
        </Tag>
        {deactivated && (
          <Tag kind="warn" icon="lock">
            {t('closed.tag')}
          </Tag>
        )}
        <span className="text-sm text-ink-2 desk:ml-auto">
          {application.decidedAt
            ? t('decided', { when: dateTime(application.decidedAt) })
            : t('submitted', { when: dateTime(application.submittedAt) })}
        </span>
      </div>
      <dl className="mt-3 grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-2 desk:grid-cols-3">
        {facts.map(({ word, value }) => (
          <div key={word}>
            <dt className="text-sm text-ink-2">{t(word)}</dt>
            <dd className="font-semibold break-words select-all">{value}</dd>
          </div>
        ))}
      </dl>
      {application.reason && <p className="mt-3">{t('reason', { reason: application.reason })}</p>}
      {reopen.failure && (
        <div className="mt-3">
          <ErrorNotice failure={reopen.failure} />
        </div>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        {status === 'waiting' && (
          <>
            <Button
              icon="check"
              shortcut="A"
              aria-label={`${t('approve')}: ${name}`}
              onClick={() => onDecide({ kind: 'approve', application })}
            >
              {t('approve')}
            </Button>
            <Button
              kind="secondary"
              icon="x"
              shortcut="R"
              aria-label={`${t('refuse')}: ${name}`}
              onClick={() => onDecide({ kind: 'refuse', application })}
            >
              {t('refuse')}
            </Button>
          </>
        )}
        {deactivated ? (
          <Button
            kind="secondary"
            busy={reopen.isPending}
            aria-label={`${t('reopen')}: ${name}`}
            onClick={() => reopen.mutate({ params: { accountId: application.accountId } })}
          >
            {t('reopen')}
          </Button>
        ) : (
          status === 'approved' && (
            <Button
              kind="secondary"
              icon="lock"
              aria-label={`${t('close')}: ${name}`}
              onClick={() => onDecide({ kind: 'close', application })}
            >
              {t('close')}
            </Button>
          )
        )}
      </div>
    </li>
  );
}
