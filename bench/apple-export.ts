/**
 * What an iPhone with a watch writes as `export.xml` (Apple Health), day by day from 2016 on: mostly the beats and steps that
 * we leave out. Attributes and order are those of a real one; people and devices are invented.
 */

const FIRST_DAY = Date.UTC(2016, 10, 21);
const DAY_MILLISECONDS = 86_400_000;
/** Records of each day by type, spread evenly over its hours. */
const DAILY = { HeartRate: 240, StepCount: 60, OxygenSaturation: 24, RespiratoryRate: 12, RestingHeartRate: 1, BodyMass: 1 };
type Type = keyof typeof DAILY;

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
]>
<HealthData locale="en_IN">
 <ExportDate value="2026-11-20 07:05:00 +0530"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="1990-05-04" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale"/>
`;
const TAIL = '</HealthData>\n';

const units: Record<Type, string> = {
  HeartRate: 'count/min',
  StepCount: 'count',
  OxygenSaturation: '%',
  RespiratoryRate: 'count/min',
  RestingHeartRate: 'count/min',
  BodyMass: 'kg',
};
const amounts: Record<Type, (turn: number) => string> = {
  HeartRate: (turn) => String(60 + (turn % 50)),
  StepCount: (turn) => String(20 + (turn % 400)),
  OxygenSaturation: (turn) => `0.${95 + (turn % 5)}`,
  RespiratoryRate: (turn) => String(12 + (turn % 6)),
  RestingHeartRate: (turn) => String(56 + (turn % 8)),
  BodyMass: (turn) => (64 + (turn % 20) / 10).toFixed(1),
};

const DEVICE =
  '&lt;&lt;HKDevice: 0x281d5e0a0&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:10.6.1&gt;';

/** As Apple writes an instant, in India. */
const instant = (milliseconds: number): string =>
  `${new Date(milliseconds + 5.5 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} +0530`;

const record = (type: string, unit: string, value: string, at: number, inner = ''): string =>
  ` <Record type="HKQuantityTypeIdentifier${type}" sourceName="Asha’s Apple Watch" sourceVersion="10.6.1" device="${DEVICE}" unit="${unit}" creationDate="${instant(at + 4_000)}" startDate="${instant(at)}" endDate="${instant(at)}" value="${value}"${inner === '' ? '/>' : `>\n${inner} </Record>`}\n`;

const MOTION = '  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="1"/>\n';

const dayOf = (number: number): string => {
  // Midnight in India.
  const begin = FIRST_DAY + number * DAY_MILLISECONDS - 5.5 * 3_600_000;
  let text = '';
  for (const [type, count] of Object.entries(DAILY) as [Type, number][]) {
    for (let turn = 0; turn < count; turn += 1)
      text += record(
        type,
        units[type],
        amounts[type](number + turn),
        begin + (turn * DAY_MILLISECONDS) / count + 60_000,
        type === 'HeartRate' ? MOTION : '',
      );
  }
  if (number % 7 === 0) {
    const at = begin + 8 * 3_600_000;
    const pair = record('BloodPressureSystolic', 'mmHg', '122', at) + record('BloodPressureDiastolic', 'mmHg', '79', at);
    text += ` <Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="Health" startDate="${instant(at)}" endDate="${instant(at)}">\n${pair} </Correlation>\n`;
  }
  if (number % 3 === 0)
    text += ` <Workout workoutActivityType="HKWorkoutActivityTypeWalking" duration="31.5" durationUnit="min" startDate="${instant(begin)}"><WorkoutEvent type="HKWorkoutEventTypePause"/></Workout>\n`;
  return text;
};

/** Of a watch's oxygen, breaths and resting pulse the last of each day; the weight; each week a blood pressure. */
const valuesOfDay = (number: number): number => 4 + (number % 7 === 0 ? 2 : 0);

/** Of at least so many bytes, a day at a time, so that nobody has to hold it. `expected` is how many values of ours are in it. */
export const appleExport = (bytes: number): { readonly pieces: Iterable<Buffer>; readonly expected: () => number } => {
  let expected = 0;
  function* pieces(): Generator<Buffer> {
    let written = 0;
    const count = (text: string): Buffer => {
      const piece = Buffer.from(text);
      written += piece.length;
      return piece;
    };
    yield count(HEAD);
    for (let number = 0; written < bytes - TAIL.length; number += 1) {
      expected += valuesOfDay(number);
      yield count(dayOf(number));
    }
    yield count(TAIL);
  }
  return { pieces: pieces(), expected: () => expected };
};
