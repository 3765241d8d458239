import type { ReactNode } from 'react';
import { Link } from 'react-router';

import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { Chevron } from '../../shared/ui/page.tsx';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { useAppointmentDeskWords } from './desk-words.ts';
import { modeIcons } from './modes.ts';

export const appointmentPath = (appointmentId: string): string => `/desk/appointments/${encodeURIComponent(appointmentId)}`;

/** `Video · First visit · Paid`. */
export const useVisitFacts = (): ((appointment: AppointmentSummary) => string) => {
  const t = useAppointmentDeskWords();
  const shared = useSharedWords();
  return ({ mode, visitType, paymentStatus }) => [shared(`mode.${mode}`), t(`visit.${visitType}`), t(`paid.${paymentStatus}`)].join(' · ');
};

const tagKinds = {
  REQUESTED: 'plain',
  CONFIRMED: 'info',
  IN_PROGRESS: 'info',
  COMPLETED: 'ok',
  CANCELLED: 'plain',
  NO_SHOW: 'warn',
} as const;
const tagIcons = {
  REQUESTED: 'clock',
  CONFIRMED: 'calendar',
  IN_PROGRESS: 'clock',
  COMPLETED: 'check',
  CANCELLED: 'x',
  NO_SHOW: 'alert-triangle',
} as const;

export function AppointmentTag({ appointment: { status, cancelReason } }: { appointment: AppointmentSummary }) {
  const t = useAppointmentDeskWords();
  return (
    <Tag kind={tagKinds[status]} icon={tagIcons[status]}>
      {status === 'CANCELLED' && cancelReason !== undefined ? t(`cancelled.${cancelReason}`) : t(`status.${status}`)}
    </Tag>
  );
}

/** One appointment of a list: when, who, how. */
export function AppointmentRow({
  appointment,
  withStatus = false,
  quiet = false,
  children,
}: {
  appointment: AppointmentSummary;
  withStatus?: boolean;
  /** Not the doctor's business yet: a time that is only kept. */
  quiet?: boolean;
  /** What can be done with it, beside the link. */
  children?: ReactNode;
}) {
  const { time } = useFormat();
  const factsOf = useVisitFacts();
  return (
    <li className={quiet ? 'visit-line visit-line-quiet' : 'visit-line'}>
      <Link to={appointmentPath(appointment.appointmentId)} className="row-link visit-link">
        <span className="visit-time">
          {time(appointment.startsAt)}
          <Icon name={modeIcons[appointment.mode]} className="text-ink-2" />
        </span>
        <span className="visit-what">
          <span className="block font-semibold">{appointment.patient.name}</span>
          <span className="block text-sm text-ink-2">{factsOf(appointment)}</span>
        </span>
        {withStatus && (
          <span className="visit-status">
            <AppointmentTag appointment={appointment} />
          </span>
        )}
        <Chevron />
      </Link>
      {children && <div className="visit-line-actions">{children}</div>}
    </li>
  );
}
