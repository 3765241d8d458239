import { appointment } from '../appointments/items.ts';
import { consent } from '../consents/items.ts';
import { document } from '../documents/items.ts';
import { doctorTitle, type ScreenLanguage } from '../identity/contract.ts';
import { TOO_LATE_TO_ANNOUNCE_MINUTES } from '../reminders/contract.ts';
import { caregiverLink, dose, INDIAN_ZONE, reminder, reminderSettings, type StoredDose } from '../reminders/items.ts';
import { indianMinuteOf, minuteOfDay } from '../shared/indian-day.ts';
import type { Table } from '../shared/table/table.ts';
import { type Instant, indianDateOf, later, millisecondsOf } from '../shared/values.ts';
import { clockInWords, dayInWords } from '../shared/words-of-time.ts';
import { localOf } from '../shared/zones.ts';
import { amountInWords } from './amount-words.ts';
import type { Notice } from './still-wanted.ts';
import { type RenderedNotice, render, type Towards } from './templates/render.ts';

const NOBODY = '-';

const zoneOf = async (table: Table, patientId: string, own?: string): Promise<string> =>
  own ?? (await table.find(reminderSettings, { accountId: patientId }))?.zone ?? INDIAN_ZONE;

const medicineOf = ({ medicine, strength }: Pick<StoredDose, 'medicine' | 'strength'>): string =>
  strength ? `${medicine} ${strength}` : medicine;

const whenOf = (at: Instant, language: ScreenLanguage) => ({
  day: dayInWords(indianDateOf(at), language),
  clock: clockInWords(indianMinuteOf(at), language),
});

/** The first of the doses that came due too late to be announced, in the last hours. */
const firstLateDose = async (table: Table, patientId: string, now: Instant): Promise<StoredDose | undefined> => {
  const since = later(now, -48 * 3_600);
  const items = await table.queryAll({
    partition: dose.key({ patientId, doseId: '' }).pk,
    between: [since.slice(0, 10), later(now, 2 * 86_400).slice(0, 10)],
  });
  return items
    .map((item) => dose.parse(item))
    .filter(({ status, dueAt, announcedAt = now }) => {
      const late = millisecondsOf(announcedAt) - millisecondsOf(dueAt) >= TOO_LATE_TO_ANNOUNCE_MINUTES * 60_000;
      return (status === 'due' || status === 'missed') && late && announcedAt >= later(now, -2 * 3_600);
    })
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
};

/**
 * The notification in words, in the inbox and on every channel: what its source says now, in the recipient's language. Nothing if
 * the source is gone.
 */
export const inWords = async (
  table: Table,
  { kind, recipientId, about }: Notice,
  language: ScreenLanguage,
  towards: Towards,
  now: Instant,
): Promise<RenderedNotice | undefined> => {
  const { patientId = NOBODY, doseId = NOBODY, linkId = NOBODY } = about;
  const timeOf = async (at: Instant, reminderId: string): Promise<string> => {
    const rule = await table.find(reminder, { patientId, reminderId });
    return clockInWords(minuteOfDay(localOf(at, await zoneOf(table, patientId, rule?.zone)).slice(11)), language);
  };
  switch (kind) {
    case 'dose-due':
    case 'dose-due-again': {
      const due = await table.find(dose, { patientId, doseId });
      if (!due) return undefined;
      const time = await timeOf(due.dueAt, due.reminderId);
      return render(kind, language, { time, medicine: medicineOf(due), amount: amountInWords(due.amount, due.form, language) }, towards);
    }
    case 'doses-late': {
      const first = await firstLateDose(table, patientId, now);
      return first && render(kind, language, { time: await timeOf(first.dueAt, first.reminderId) }, towards);
    }
    case 'refill-soon': {
      const rule = await table.find(reminder, { patientId, reminderId: about.reminderId ?? NOBODY });
      if (!rule?.stock) return undefined;
      return render(kind, language, { medicine: medicineOf(rule), left: amountInWords(rule.stock.left, rule.form, language) }, towards);
    }
    case 'caregiver-alert': {
      const [link, due] = await Promise.all([table.find(caregiverLink, { patientId, linkId }), table.find(dose, { patientId, doseId })]);
      if (!link || !due) return undefined;
      return render(kind, language, { time: await timeOf(due.dueAt, due.reminderId), person: link.patientName }, towards);
    }
    case 'caregiver-accepted':
    case 'caregiver-ended': {
      const link = await table.find(caregiverLink, { patientId, linkId });
      return link && render(kind, language, { person: recipientId === patientId ? link.caregiverName : link.patientName }, towards);
    }
    case 'appointment-confirmed':
    case 'appointment-cancelled':
    case 'appointment-rescheduled':
    case 'appointment-reminder': {
      const booked = await table.find(appointment, { appointmentId: about.appointmentId ?? NOBODY });
      return booked && render(kind, language, { ...whenOf(booked.startsAt, language), doctor: doctorTitle(booked.doctor.name) }, towards);
    }
    case 'emergency-access': {
      const look = await table.find(consent, { patientId, consentId: about.consentId ?? NOBODY });
      return look && render(kind, language, { ...whenOf(look.givenAt, language), doctor: doctorTitle(look.grantee.name) }, towards);
    }
    case 'file-rejected': {
      const file = await table.find(document, { documentId: about.documentId ?? NOBODY });
      return file && render(kind, language, { file: file.name }, towards);
    }
  }
};
