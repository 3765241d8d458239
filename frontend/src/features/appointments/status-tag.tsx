import type { AppointmentStatus } from '../../../../functions/appointments/contract.ts';
import { Tag } from '../../shared/ui/surfaces.tsx';
import { useAppointmentWords } from './appointment-words.ts';

const looks = {
  REQUESTED: { kind: 'warn', icon: 'clock' },
  CONFIRMED: { kind: 'ok', icon: 'check' },
  IN_PROGRESS: { kind: 'info', icon: 'info' },
  COMPLETED: { kind: 'plain', icon: 'check' },
  CANCELLED: { kind: 'plain', icon: 'x' },
  NO_SHOW: { kind: 'warn', icon: 'alert-triangle' },
} as const;

/** How far an appointment is: icon and word. */
export function StatusTag({ status }: { status: AppointmentStatus }) {
  const t = useAppointmentWords();
  return <Tag {...looks[status]}>{t(`status.${status}`)}</Tag>;
}
