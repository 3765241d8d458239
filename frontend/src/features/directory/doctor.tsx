import { type ReactNode, useRef } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';

import type { DoctorPage } from '../../../../functions/directory/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { useQuery } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Card, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { chosenOf, modeOf } from '../appointments/chosen-time.ts';
import { RefundRules, useRefundWords } from '../appointments/refund-rules.tsx';
import { SlotPicker } from '../appointments/slot-picker.tsx';
import { useSlotWords } from '../appointments/slot-picker-words.ts';
import { useDirectoryWords, useSpecialty } from './directory-words.ts';
import { useFee } from './doctor-card.tsx';

/** `/doctors/:doctorId`: when, and then who this is. The chosen time lives in the address, so that one can come back to it. */
export default function DoctorScreen() {
  const { doctorId = '' } = useParams();
  const t = useDirectoryWords();
  const specialtyText = useSpecialty();
  // The words of the parts are waited for with the others: if they came later, the page would go back to its skeleton.
  useSlotWords();
  useRefundWords();
  const page = useQuery('GET /doctors/{doctorId}', { params: { doctorId } }, { staleTime: 60_000 });
  const doctor = page.data;
  if (!doctor) {
    return (
      <Page title={t('title')}>
        {page.isPending && (page.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={5} />)}
        {isFailure(page.error, 'not-found') ? (
          <Empty icon="search" title={t('doctor.not-found')} action={<ButtonLink to="/doctors">{t('doctor.back')}</ButtonLink>} />
        ) : (
          page.error && <ErrorNotice failure={page.error} onRetry={() => page.refetch()} />
        )}
      </Page>
    );
  }
  return (
    <Page title={doctor.name} eyebrow={specialtyText(doctor.specialty)}>
      <Summary doctor={doctor} />
      <Times doctor={doctor} />
      <About doctor={doctor} />
      <Age at={page.dataUpdatedAt} failed={page.isRefetchError || page.fetchStatus === 'paused'} />
    </Page>
  );
}

function Summary({ doctor }: { doctor: DoctorPage }) {
  const t = useDirectoryWords();
  const fee = useFee();
  return (
    <div className="-mt-2 flex flex-wrap items-baseline gap-x-5 gap-y-1">
      <p className="text-lg font-semibold">{fee(doctor.feePaise)}</p>
      <p className="text-ink-2">
        {doctor.hospital}, {doctor.city}
      </p>
      <p className="text-ink-2">{t('card.number', { number: doctor.registrationNumber })}</p>
    </div>
  );
}

function Times({ doctor }: { doctor: DoctorPage }) {
  const t = useDirectoryWords();
  const shared = useSharedWords();
  const { dateTime } = useFormat();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const picker = useRef<HTMLDivElement>(null);
  const chosen = chosenOf(params);
  return (
    <Card title={t('times.title')}>
      <div ref={picker}>
        <SlotPicker
          doctorId={doctor.doctorId}
          nextFreeAt={doctor.nextFreeAt}
          chosen={chosen}
          wantedMode={modeOf(params)}
          onChoose={(time) => setParams(time ? { at: time.startsAt, mode: time.mode } : {}, { replace: true, preventScrollReset: true })}
        />
      </div>
      <div className="mt-5 space-y-3">
        <p role="status" className={chosen ? 'font-semibold' : 'sr'}>
          {chosen && t('times.chosen', { when: dateTime(chosen.startsAt), mode: shared(`mode.${chosen.mode}`) })}
        </p>
        <div className="grid">
          <Button
            locked={!chosen && t('times.choose-first')}
            onLocked={() => picker.current?.querySelector<HTMLInputElement>('input[type=radio]:checked')?.focus()}
            onClick={() => navigate(`/book/${encodeURIComponent(doctor.doctorId)}?${params}`)}
          >
            {t('times.book')}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd className="font-semibold break-words">{children}</dd>
    </div>
  );
}

function About({ doctor }: { doctor: DoctorPage }) {
  const t = useDirectoryWords();
  const specialtyText = useSpecialty();
  const { languageName, list } = useFormat();
  const fee = useFee();
  const plainSpecialty = specialtyText(doctor.specialty);
  return (
    <Card title={t('about.title')}>
      {doctor.about && <p className="mb-4 max-w-prose whitespace-pre-line">{doctor.about}</p>}
      <dl className="grid gap-3 desk:grid-cols-2">
        <Fact name={t('about.number')}>{doctor.registrationNumber}</Fact>
        <Fact name={t('about.council')}>{doctor.council}</Fact>
        <Fact name={t('about.qualification')}>{doctor.qualification}</Fact>
        <Fact name={t('about.specialty')}>
          {plainSpecialty}
          {plainSpecialty !== doctor.specialty && <span className="font-normal text-ink-2"> ({doctor.specialty})</span>}
        </Fact>
        <Fact name={t('about.languages')}>{list(doctor.languages.map(languageName))}</Fact>
        <Fact name={t('about.hospital')}>
          {doctor.hospital}
          <span className="block font-normal">
            {doctor.address}, {doctor.city}, {doctor.state}
          </span>
        </Fact>
        <Fact name={t('about.fee')}>{fee(doctor.feePaise)}</Fact>
        {doctor.followUp && (
          <Fact name={t('about.follow-up')}>
            {t('about.follow-up.value', { fee: fee(doctor.followUp.feePaise), count: doctor.followUp.days })}
          </Fact>
        )}
      </dl>
      {doctor.feePaise > 0 && (
        <section className="mt-5 border-t border-line pt-4" aria-labelledby="refunds">
          <h3 id="refunds" className="mb-1 font-semibold">
            {t('refund.title')}
          </h3>
          <RefundRules policy={doctor.cancellation} />
        </section>
      )}
    </Card>
  );
}
