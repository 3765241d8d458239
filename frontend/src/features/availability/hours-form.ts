import type { Availability, AvailabilityException, Weekday, WeeklyHours } from '../../../../functions/appointments/contract.ts';
import type { Mode } from '../../../../functions/directory/contract.ts';
import type { CallInput } from '../../shared/api/client.ts';

/** FHIR's names, in the order in which a week is read here. */
export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const MODES: readonly Mode[] = ['in-person', 'video', 'phone'];

/** A stretch of a day as typed. */
export type HoursFields = {
  readonly from: string;
  /** `00:00` is the day's end, which a browser's field cannot say otherwise. */
  readonly to: string;
  readonly slotMinutes: string;
  readonly bufferMinutes: string;
  readonly modes: readonly Mode[];
  readonly location: string;
};
export type Stretch = HoursFields & { readonly id: string };
export type Leave = {
  readonly id: string;
  readonly kind: 'off';
  readonly fromDate: string;
  readonly toDate: string;
  readonly wholeDay: boolean;
  readonly from: string;
  readonly to: string;
};
export type Extra = HoursFields & { readonly id: string; readonly kind: 'extra'; readonly date: string };
export type Change = Leave | Extra;

export type HoursForm = {
  /** The revision of what is saved that this builds on. */
  readonly basedOn: number;
  readonly week: Readonly<Record<Weekday, readonly Stretch[]>>;
  readonly changes: readonly Change[];
  readonly windowDays: string;
  readonly noticeMinutes: string;
};

export type HoursBody = CallInput<'PUT /me/availability'>['body'];

export const NEW_HOURS: HoursFields = {
  from: '09:00',
  to: '13:00',
  slotMinutes: '20',
  bufferMinutes: '0',
  modes: ['in-person'],
  location: '',
};
/** For a doctor who has said nothing yet: patients book a month ahead and two hours before at the latest. */
const USUAL = { windowDays: '30', noticeMinutes: '120' };

const fieldsOf = ({
  from,
  to,
  slotMinutes,
  bufferMinutes,
  modes,
  location,
}: WeeklyHours | (AvailabilityException & { kind: 'extra' })) => ({
  from,
  to: to === '24:00' ? '00:00' : to,
  slotMinutes: String(slotMinutes),
  bufferMinutes: String(bufferMinutes),
  modes,
  location: location ?? '',
});

/** The last day that a change is about. */
const lastDayOf = (exception: AvailabilityException): string => (exception.kind === 'off' ? exception.toDate : exception.date);

const changeOf = (exception: AvailabilityException, place: number): Change => {
  const id = `change-${place}`;
  if (exception.kind === 'extra') return { id, kind: 'extra', date: exception.date, ...fieldsOf(exception) };
  const { fromDate, toDate, from, to } = exception;
  return {
    id,
    kind: 'off',
    fromDate,
    toDate,
    wholeDay: from === undefined,
    from: from ?? '09:00',
    to: to === '24:00' ? '00:00' : (to ?? '13:00'),
  };
};

/** The form of what is saved; changes that are over by `today` are left behind. */
export const formOf = (saved: Availability, today: string): HoursForm => ({
  basedOn: saved.revision,
  week: Object.fromEntries(
    WEEKDAYS.map((day) => [
      day,
      saved.weekly
        .filter(({ days }) => days.includes(day))
        .toSorted((left, right) => left.from.localeCompare(right.from))
        .map((hours, place) => ({ id: `${day}-${place}`, ...fieldsOf(hours) })),
    ]),
  ) as unknown as HoursForm['week'],
  changes: saved.exceptions
    .filter((exception) => lastDayOf(exception) >= today)
    .toSorted((left, right) => lastDayOf(left).localeCompare(lastDayOf(right)))
    .map(changeOf),
  windowDays: saved.revision === 0 ? USUAL.windowDays : String(saved.windowDays),
  noticeMinutes: saved.revision === 0 ? USUAL.noticeMinutes : String(saved.noticeMinutes),
});

const endOf = (to: string): string => (to === '00:00' ? '24:00' : to);

const hoursOf = ({ from, to, slotMinutes, bufferMinutes, modes, location }: HoursFields) => ({
  from,
  to: endOf(to),
  slotMinutes: Number(slotMinutes),
  bufferMinutes: Number(bufferMinutes),
  modes: MODES.filter((mode) => modes.includes(mode)),
  ...(location.trim() !== '' && { location: location.trim() }),
});

/** Which stretches and changes of the form each line of the body came from, for the API's words about a line. */
export type Places = { readonly weekly: readonly (readonly string[])[]; readonly exceptions: readonly string[] };

/** The body to save. Equal hours of several days become one line. Only for a form without problems. */
export const bodyOf = (form: HoursForm): { readonly body: HoursBody; readonly places: Places } => {
  const lines = new Map<string, { hours: ReturnType<typeof hoursOf>; days: Weekday[]; ids: string[] }>();
  for (const day of WEEKDAYS)
    for (const stretch of form.week[day]) {
      const hours = hoursOf(stretch);
      const key = JSON.stringify(hours);
      const line = lines.get(key) ?? { hours, days: [], ids: [] };
      line.days.push(day);
      line.ids.push(stretch.id);
      lines.set(key, line);
    }
  const weekly = [...lines.values()];
  return {
    body: {
      revision: form.basedOn,
      weekly: weekly.map(({ hours, days }) => ({ days, ...hours })),
      exceptions: form.changes.map((change) =>
        change.kind === 'extra'
          ? { kind: 'extra', date: change.date, ...hoursOf(change) }
          : {
              kind: 'off',
              fromDate: change.fromDate,
              toDate: change.toDate,
              ...(!change.wholeDay && { from: change.from, to: endOf(change.to) }),
            },
      ),
      windowDays: Number(form.windowDays),
      noticeMinutes: Number(form.noticeMinutes),
    },
    places: { weekly: weekly.map(({ ids }) => ids), exceptions: form.changes.map(({ id }) => id) },
  };
};

/** The element that shows the field which the API names: `mon-0-from` of `body.weekly.1.from`. */
export const fieldIdOf = (field: string, places: Places): string => {
  const [, list, place = 'none', part = 'from'] = field.split('.');
  const id = list === 'weekly' ? places.weekly[Number(place)]?.[0] : list === 'exceptions' ? places.exceptions[Number(place)] : undefined;
  if (id !== undefined) return `${id}-${part}`;
  return list === 'windowDays' || list === 'noticeMinutes' ? `hours-${list}` : 'hours-week';
};

export type HoursProblem = {
  readonly fieldId: string;
  readonly problem:
    | 'time-missing'
    | 'time-off-grid'
    | 'to-before-from'
    | 'slot-too-long'
    | 'modes-missing'
    | 'overlap'
    | 'date-missing'
    | 'dates-backwards'
    | 'window-wrong'
    /** Something that only the API refuses. */
    | 'other';
};

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const clockProblem = (clock: string): HoursProblem['problem'] | undefined =>
  !CLOCK.test(clock) ? 'time-missing' : minutes(clock) % 5 !== 0 ? 'time-off-grid' : undefined;

const spanProblems = (id: string, from: string, to: string): HoursProblem[] => {
  const wrong = (['from', 'to'] as const).flatMap((part) => {
    const problem = clockProblem(part === 'from' ? from : to);
    return problem === undefined ? [] : [{ fieldId: `${id}-${part}`, problem }];
  });
  return wrong.length === 0 && endOf(to) <= from ? [{ fieldId: `${id}-to`, problem: 'to-before-from' }] : wrong;
};

const hoursProblems = ({ id, from, to, slotMinutes, modes }: Stretch): HoursProblem[] => {
  const span = spanProblems(id, from, to);
  return [
    ...span,
    ...(span.length === 0 && minutes(endOf(to)) - minutes(from) < Number(slotMinutes)
      ? [{ fieldId: `${id}-slotMinutes`, problem: 'slot-too-long' } as const]
      : []),
    ...(modes.length === 0 ? [{ fieldId: `${id}-modes`, problem: 'modes-missing' } as const] : []),
  ];
};

const overlapping = (stretches: readonly Stretch[]): HoursProblem[] =>
  stretches.flatMap((stretch, place) =>
    stretches.slice(0, place).some((earlier) => stretch.from < endOf(earlier.to) && earlier.from < endOf(stretch.to))
      ? [{ fieldId: `${stretch.id}-from`, problem: 'overlap' }]
      : [],
  );

const changeProblems = (change: Change): HoursProblem[] => {
  if (change.kind === 'extra')
    return [
      ...(DATE.test(change.date) ? [] : [{ fieldId: `${change.id}-date`, problem: 'date-missing' } as const]),
      ...hoursProblems(change),
    ];
  const missing = (['fromDate', 'toDate'] as const).flatMap((part) =>
    DATE.test(change[part]) ? [] : [{ fieldId: `${change.id}-${part}`, problem: 'date-missing' } as const],
  );
  const backwards = missing.length === 0 && change.toDate < change.fromDate;
  return [
    ...missing,
    ...(backwards ? [{ fieldId: `${change.id}-toDate`, problem: 'dates-backwards' } as const] : []),
    ...(change.wholeDay ? [] : spanProblems(change.id, change.from, change.to)),
  ];
};

/** What keeps the form from being saved, in the order of the page. */
export const problemsOf = (form: HoursForm): HoursProblem[] => {
  const extras = form.changes.filter((change) => change.kind === 'extra');
  return [
    ...WEEKDAYS.flatMap((day) => [...form.week[day].flatMap(hoursProblems), ...overlapping(form.week[day])]),
    ...form.changes.flatMap(changeProblems),
    ...[...Map.groupBy(extras, ({ date }) => date).values()].flatMap(overlapping),
    ...(/^\d{1,2}$/.test(form.windowDays.trim()) && Number(form.windowDays) >= 1 && Number(form.windowDays) <= 90
      ? []
      : [{ fieldId: 'hours-windowDays', problem: 'window-wrong' } as const]),
  ];
};

const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** What a day most likely gets next: its evening, or else an hour after the last one; how patients come stays as it was. */
export const hoursAfter = (last: HoursFields | undefined): HoursFields => {
  if (last === undefined) return NEW_HOURS;
  const { from, to, slotMinutes, bufferMinutes, modes, location } = last;
  const end = minutes(endOf(to));
  const next = end <= 17 * 60 || end > 22 * 60 ? { from: '17:00', to: '20:00' } : { from: clockOf(end), to: clockOf(end + 60) };
  return { slotMinutes, bufferMinutes, modes, location, ...(CLOCK.test(from) && CLOCK.test(to) ? next : { from: '17:00', to: '20:00' }) };
};

/** One day's hours, given to other days in place of theirs. */
export const copyDay = (form: HoursForm, from: Weekday, to: readonly Weekday[], newId: () => string): HoursForm => ({
  ...form,
  week: { ...form.week, ...Object.fromEntries(to.map((day) => [day, form.week[from].map((stretch) => ({ ...stretch, id: newId() }))])) },
});
