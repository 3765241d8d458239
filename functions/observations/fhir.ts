import * as z from 'zod';

import { invalidRequest } from '../shared/http/errors.ts';
import { MOST_LINES, type Proposal } from './contract.ts';
import { LIMIT_NOT_INCLUDED } from './fhir-bundle.ts';
import { namesOf } from './lab-report/names.ts';
import type { Person } from './lab-report/printed-range.ts';
import { MARKERS } from './markers/catalogue.ts';
import { type Line, proposed } from './proposing.ts';

/** The parts of FHIR R4 (4.0.1) that are read; everything else in a resource is left alone. */
const Text = z.string().optional().catch(undefined);
const Coding = z.object({ system: Text, code: Text, display: Text });
const CodeableConcept = z.object({ coding: z.array(Coding).optional().catch(undefined), text: Text });
const Extension = z
  .array(z.object({ url: Text, valueBoolean: z.boolean().optional() }))
  .optional()
  .catch(undefined);
const Quantity = z.object({ value: z.number().optional(), comparator: Text, unit: Text, system: Text, code: Text, extension: Extension });
type Quantity = z.infer<typeof Quantity>;

const values = {
  code: CodeableConcept.optional().catch(undefined),
  valueQuantity: Quantity.optional().catch(undefined),
  valueCodeableConcept: CodeableConcept.optional().catch(undefined),
  valueString: Text,
  valueInteger: z.number().optional().catch(undefined),
  dataAbsentReason: CodeableConcept.optional().catch(undefined),
  referenceRange: z
    .array(z.object({ low: Quantity.optional().catch(undefined), high: Quantity.optional().catch(undefined), text: Text }))
    .optional()
    .catch(undefined),
};
const Component = z.object(values);
type Component = z.infer<typeof Component>;
const FhirObservation = z.object({
  ...values,
  resourceType: z.literal('Observation'),
  id: Text,
  status: Text,
  effectiveDateTime: Text,
  effectiveInstant: Text,
  effectivePeriod: z.object({ start: Text }).optional().catch(undefined),
  issued: Text,
  performer: z
    .array(z.object({ display: Text }))
    .optional()
    .catch(undefined),
  device: z.object({ display: Text }).optional().catch(undefined),
  note: z
    .array(z.object({ text: Text }))
    .optional()
    .catch(undefined),
  component: z.array(Component).optional().catch(undefined),
});
type FhirObservation = z.infer<typeof FhirObservation>;

const Resource = z.looseObject({ resourceType: z.string() });
const Bundle = z.object({
  entry: z
    .array(z.object({ resource: z.unknown() }))
    .max(20_000)
    .optional(),
});
const Containing = z.object({ contained: z.array(z.unknown()).max(20_000).optional() });

/** The report that an observation without a time or laboratory of its own came in. */
type Report = Pick<FhirObservation, 'effectiveDateTime' | 'effectivePeriod' | 'issued' | 'performer'>;
const FhirReport = FhirObservation.pick({ effectiveDateTime: true, effectivePeriod: true, issued: true, performer: true });

type Found = { readonly observation: FhirObservation; readonly report?: Report } | { readonly unread: string };

/** The observations of a resource: itself, those that it contains, those of a bundle's entries. */
const observationsIn = (given: unknown, report?: Report, depth = 0): Found[] => {
  const resource = Resource.safeParse(given);
  if (!resource.success || depth > 3) return [];
  const { resourceType } = resource.data;
  if (resourceType === 'Bundle') {
    const bundle = Bundle.safeParse(given);
    if (!bundle.success) return [];
    const resources = (bundle.data.entry ?? []).map((entry) => entry.resource);
    const reports = resources.flatMap((each) => (Resource.safeParse(each).data?.resourceType === 'DiagnosticReport' ? [each] : []));
    // Of several reports it is not known which one an observation belongs to.
    const [only, ...others] = reports;
    const shared = only !== undefined && others.length === 0 ? FhirReport.safeParse(only).data : undefined;
    return resources.flatMap((each) => observationsIn(each, shared, depth + 1));
  }
  const contained = (own?: Report): Found[] =>
    (Containing.safeParse(given).data?.contained ?? []).flatMap((each) => observationsIn(each, own, depth + 1));
  if (resourceType === 'DiagnosticReport') return contained(FhirReport.safeParse(given).data);
  if (resourceType !== 'Observation') return contained(report);
  const parsed = FhirObservation.safeParse(given);
  if (!parsed.success) return [{ unread: JSON.stringify(given) }];
  return [{ observation: parsed.data, ...(report && { report }) }, ...contained(report)];
};

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';

const numberText = (value: number): string => (/e/.test(String(value)) ? value.toFixed(6).replace(/\.?0+$/, '') : String(value));

const limit = (quantity: Quantity | undefined, open: '<' | '>'): string | undefined => {
  if (quantity?.value === undefined) return undefined;
  const isOpen = quantity.extension?.some(({ url, valueBoolean }) => url === LIMIT_NOT_INCLUDED && valueBoolean === true);
  return `${isOpen ? open : ''}${numberText(quantity.value)}`;
};

/** Several ranges (by sex, age, state) are read as a report's print is: the one for this person is taken, or none. */
const rangeOf = ({ referenceRange }: Component): Pick<Line, 'low' | 'high' | 'range'> => {
  const [only, ...others] = referenceRange ?? [];
  if (!only) return {};
  if (others.length > 0)
    return {
      range: [only, ...others].map(({ low, high, text }) => text ?? `${limit(low, '>') ?? ''}-${limit(high, '<') ?? ''}`).join('; '),
    };
  return { low: limit(only.low, '>'), high: limit(only.high, '<'), range: only.text };
};

const nameOf = ({ code }: Component): string =>
  code?.text ?? code?.coding?.find(({ display }) => display !== undefined)?.display ?? code?.coding?.[0]?.code ?? '';

const resultOf = ({ valueQuantity, valueCodeableConcept, valueString, valueInteger }: Component): { value: string; unit?: string } => {
  if (valueQuantity?.value !== undefined) {
    const { value, comparator, unit, system, code } = valueQuantity;
    return { value: `${comparator ?? ''}${numberText(value)}`, unit: (system === UCUM ? code : undefined) ?? unit ?? code ?? '' };
  }
  if (valueInteger !== undefined) return { value: numberText(valueInteger) };
  const [coding] = valueCodeableConcept?.coding ?? [];
  return { value: valueString ?? valueCodeableConcept?.text ?? coding?.display ?? coding?.code ?? '' };
};

/** Written by mistake, or never carried out: not to be taken over without a second thought. */
const NOT_VALID = ['entered-in-error', 'cancelled'];

const linesOf = ({ observation, report }: Extract<Found, { observation: unknown }>): { line: Line; withdrawn: boolean }[] => {
  const { id, status, component = [] } = observation;
  const own = resultOf(observation);
  const parts: Component[] = own.value !== '' || component.length === 0 ? [observation, ...component] : component;
  const times = [observation, ...(report ? [report] : [])];
  const date = times
    .map(
      (each) =>
        each.effectiveDateTime ??
        ('effectiveInstant' in each ? (each as FhirObservation).effectiveInstant : undefined) ??
        each.effectivePeriod?.start,
    )
    .find((each) => each !== undefined);
  const source = observation.performer?.[0]?.display ?? report?.performer?.[0]?.display ?? observation.device?.display;
  return parts.map((part) => {
    const { value, unit } = resultOf(part);
    const name = nameOf(part);
    const codes = part.code?.coding?.flatMap(({ system, code }) => (system === LOINC && code !== undefined ? [code] : [])) ?? [];
    return {
      withdrawn: NOT_VALID.includes(status ?? ''),
      line: {
        provenance: { kind: 'fhir', ...(id !== undefined && id.trim() !== '' && { resourceId: id.trim().slice(0, 200) }) },
        text: [name, codes.join(' '), value, unit].filter(Boolean).join(' | '),
        name: name || codes[0] || '',
        codes,
        value,
        unit: unit ?? '',
        date: date ?? '',
        source,
        note: observation.note?.[0]?.text,
        ...rangeOf(part),
      },
    };
  });
};

/** The values of a FHIR R4 Observation, DiagnosticReport or Bundle, each a proposal, recognised or not. */
export const proposalsInFhir = (resource: unknown, person: Person): Proposal[] => {
  const found = observationsIn(resource);
  const refuse = (rule: string) => invalidRequest([{ field: 'body.resource', rule }]);
  if (found.length === 0) throw refuse('must be a FHIR R4 Observation, or a DiagnosticReport or Bundle that holds some');
  const names = namesOf(MARKERS);
  const proposals = found.flatMap((each): Proposal[] => {
    if ('unread' in each)
      return [
        {
          index: 0,
          printedName: '',
          printedValue: '',
          text: each.unread.slice(0, 500),
          provenance: { kind: 'fhir' },
          fields: {},
          questions: [],
          reason: 'not-understood',
          confirmed: false,
        },
      ];
    return linesOf(each).map(({ line, withdrawn }) => {
      const proposal = proposed(line, 0, names, person);
      return withdrawn ? { ...proposal, reason: 'withdrawn' } : proposal;
    });
  });
  if (proposals.length > MOST_LINES) throw refuse(`must hold at most ${MOST_LINES} values`);
  return proposals.map((proposal, index) => ({ ...proposal, index }));
};
