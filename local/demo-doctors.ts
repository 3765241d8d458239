import type { ApiCaller } from './api-caller.ts';

/** Everybody here is invented, and no register has these numbers. */

type Mode = 'in-person' | 'video' | 'phone';
type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
type Hours = { days: Day[]; from: string; to: string; slotMinutes: number; bufferMinutes: number; modes: Mode[]; location?: string };
export type DemoPractice = {
  hospital: string;
  address: string;
  city: string;
  state: string;
  feePaise: number;
  followUp?: { feePaise: number; days: number };
  cancellation: { fullHours: number; partialHours: number; partialPercent: number };
  videoUrl?: string;
  about: string;
  weekly: Hours[];
};
export type DemoDoctor = DemoPractice & {
  account: string;
  name: string;
  registrationNumber: string;
  council: string;
  qualification: string;
  specialty: string;
  languages: string[];
};

const workdays: Day[] = ['mon', 'tue', 'wed', 'thu', 'fri'];
const everyDay: Day[] = [...workdays, 'sat', 'sun'];
const hours = (days: Day[], from: string, to: string, slotMinutes: number, modes: Mode[], bufferMinutes = 0): Hours => ({
  days,
  from,
  to,
  slotMinutes,
  bufferMinutes,
  modes,
});
const usualCancellation = { fullHours: 24, partialHours: 4, partialPercent: 50 };

export const meerasPractice: DemoPractice = {
  hospital: 'Lake View Clinic',
  address: '21 Lake View Road, Halasuru',
  city: 'Bengaluru',
  state: 'Karnataka',
  feePaise: 50_000,
  followUp: { feePaise: 25_000, days: 14 },
  cancellation: usualCancellation,
  videoUrl: 'https://meet.arogya.example/meera-iyer',
  about: 'Diabetes, blood pressure and fevers. Please bring your last reports.',
  weekly: [hours(everyDay, '09:00', '12:00', 15, ['in-person', 'video'], 5), hours(everyDay, '17:00', '20:00', 15, ['video', 'phone'], 5)],
};

export const demoDoctors: readonly DemoDoctor[] = [
  {
    account: 'farhan',
    name: 'Dr Farhan Siddiqui',
    registrationNumber: 'DEMO UP 2009-0117',
    council: 'Uttar Pradesh Medical Council',
    qualification: 'MBBS, MD, DM (Cardiology)',
    specialty: 'Cardiology',
    languages: ['en', 'hi', 'ur'],
    hospital: 'Gomti Heart Centre',
    address: '5 Riverbank Colony',
    city: 'Lucknow',
    state: 'Uttar Pradesh',
    feePaise: 80_000,
    followUp: { feePaise: 40_000, days: 30 },
    cancellation: { fullHours: 48, partialHours: 12, partialPercent: 50 },
    videoUrl: 'https://meet.arogya.example/farhan-siddiqui',
    about: 'Chest pain, breathlessness, blood pressure that stays high.',
    weekly: [hours(workdays, '10:00', '13:00', 20, ['in-person', 'video'], 10), hours(['sat'], '10:00', '12:00', 20, ['video'], 10)],
  },
  {
    account: 'kavita',
    name: 'Dr Kavita Deshpande',
    registrationNumber: 'DEMO MH 2006-0342',
    council: 'Maharashtra Medical Council',
    qualification: 'MBBS, MS (Obstetrics and Gynaecology)',
    specialty: 'Gynaecology',
    languages: ['en', 'hi', 'mr'],
    hospital: 'Sahyadri Women’s Clinic',
    address: '48 Prabhat Lane, Erandwane',
    city: 'Pune',
    state: 'Maharashtra',
    feePaise: 60_000,
    followUp: { feePaise: 30_000, days: 21 },
    cancellation: usualCancellation,
    videoUrl: 'https://meet.arogya.example/kavita-deshpande',
    about: 'Pregnancy care, periods that trouble you, family planning.',
    weekly: [
      hours([...workdays, 'sat'], '09:30', '13:00', 20, ['in-person', 'video']),
      hours(workdays, '18:00', '20:00', 20, ['video', 'phone']),
    ],
  },
  {
    account: 'sanjay',
    name: 'Dr Sanjay Bhatia',
    registrationNumber: 'DEMO DL 2001-0208',
    council: 'Delhi Medical Council',
    qualification: 'MBBS, MS (Orthopaedics)',
    specialty: 'Orthopaedics',
    languages: ['en', 'hi', 'pa'],
    hospital: 'Yamuna Bone and Joint Hospital',
    address: '9 Ring Road, Lajpat Nagar',
    city: 'Delhi',
    state: 'Delhi',
    feePaise: 70_000,
    cancellation: { fullHours: 24, partialHours: 24, partialPercent: 0 },
    about: 'Knees, backs and broken bones. X-rays are taken in the house.',
    weekly: [
      hours([...workdays, 'sat'], '11:00', '14:00', 15, ['in-person']),
      hours(['tue', 'thu'], '17:00', '19:00', 15, ['phone', 'video']),
    ],
  },
  {
    account: 'lakshmi',
    name: 'Dr Lakshmi Narayanan',
    registrationNumber: 'DEMO KA 2012-0455',
    council: 'Karnataka Medical Council',
    qualification: 'MBBS, MD (Dermatology)',
    specialty: 'Dermatology',
    languages: ['en', 'kn', 'ta'],
    hospital: 'Jayanagar Skin Clinic',
    address: '112 Fourth Block, Jayanagar',
    city: 'Bengaluru',
    state: 'Karnataka',
    feePaise: 45_000,
    followUp: { feePaise: 0, days: 10 },
    cancellation: usualCancellation,
    videoUrl: 'https://meet.arogya.example/lakshmi-narayanan',
    about: 'Rashes, acne, hair. A photo in daylight helps before a video visit.',
    weekly: [hours(everyDay, '10:00', '12:30', 10, ['video', 'in-person'], 5), hours(workdays, '16:00', '18:00', 10, ['video'], 5)],
  },
  {
    account: 'rohan',
    name: 'Dr Rohan Kulkarni',
    registrationNumber: 'DEMO MH 2015-0610',
    council: 'Maharashtra Medical Council',
    qualification: 'MBBS, MD (Paediatrics)',
    specialty: 'Paediatrics',
    languages: ['en', 'hi', 'mr'],
    hospital: 'Little Steps Children’s Clinic',
    address: '7 Model Colony Road',
    city: 'Pune',
    state: 'Maharashtra',
    feePaise: 40_000,
    followUp: { feePaise: 20_000, days: 7 },
    cancellation: { fullHours: 12, partialHours: 2, partialPercent: 50 },
    videoUrl: 'https://meet.arogya.example/rohan-kulkarni',
    about: 'Fevers, growth, vaccines. Please bring the vaccination card.',
    weekly: [
      hours(everyDay, '08:30', '11:30', 15, ['in-person', 'phone']),
      hours([...workdays, 'sat'], '17:30', '20:30', 15, ['video', 'phone', 'in-person']),
    ],
  },
  {
    account: 'nasreen',
    name: 'Dr Nasreen Khan',
    registrationNumber: 'DEMO MH 1998-0051',
    council: 'Maharashtra Medical Council',
    qualification: 'MBBS',
    specialty: 'General medicine',
    languages: ['en', 'hi', 'mr', 'ur'],
    hospital: 'Sadar Community Clinic',
    address: '3 Station Road, Sadar',
    city: 'Nagpur',
    state: 'Maharashtra',
    feePaise: 0,
    cancellation: { fullHours: 0, partialHours: 0, partialPercent: 0 },
    about: 'The clinic is run by a trust. Seeing the doctor costs nothing.',
    weekly: [hours([...workdays, 'sat'], '09:00', '13:00', 10, ['in-person', 'phone'], 5)],
  },
  {
    account: 'vikram',
    name: 'Dr Vikram Chauhan',
    registrationNumber: 'DEMO DL 2011-0733',
    council: 'Delhi Medical Council',
    qualification: 'MBBS, MS (ENT)',
    specialty: 'Ear, nose and throat',
    languages: ['en', 'hi'],
    hospital: 'Dwarka ENT Centre',
    address: '60 Sector 12, Dwarka',
    city: 'Delhi',
    state: 'Delhi',
    feePaise: 55_000,
    followUp: { feePaise: 30_000, days: 10 },
    cancellation: usualCancellation,
    videoUrl: 'https://meet.arogya.example/vikram-chauhan',
    about: 'Blocked noses, ears that ring or hurt, sore throats that stay.',
    weekly: [
      hours(workdays, '09:00', '11:00', 15, ['in-person', 'video']),
      hours(['sat', 'sun'], '10:00', '13:00', 15, ['video', 'phone']),
    ],
  },
];

/** Says where, when and for how much a doctor sees patients; what the doctor has said before is left alone. */
export const openPractice = async (doctor: ApiCaller, { weekly, ...practice }: DemoPractice): Promise<void> => {
  const [{ revision }, hoursNow] = await Promise.all([
    doctor.call<{ revision: number }>('GET', '/me/practice'),
    doctor.call<{ revision: number }>('GET', '/me/availability'),
  ]);
  if (revision === 0) await doctor.call('PUT', '/me/practice', { ...practice, revision });
  if (hoursNow.revision > 0) return;
  await doctor.call('PUT', '/me/availability', { weekly, exceptions: [], windowDays: 30, noticeMinutes: 60, revision: hoursNow.revision });
};
