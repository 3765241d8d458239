import type { Observation } from './contract.ts';
import { isCoded, markerOfLoinc } from './markers/catalogue.ts';
import { unitText } from './printed-unit.ts';

type Json = Record<string, unknown>;

const UCUM = 'http://unitsofmeasure.org';

const quantity = (value: string, unit: string): Json => ({ value: Number(value), unit: unitText(unit) || unit, system: UCUM, code: unit });

/** FHIR's ranges include their limits: one that does not belong to the range says so in an extension, which others may leave unread. */
export const LIMIT_NOT_INCLUDED = 'urn:arogya:limit-not-included';

const limitOf = (limit: string, unit: string, isIncluded: boolean): Json => ({
  ...quantity(limit, unit),
  ...(!isIncluded && { extension: [{ url: LIMIT_NOT_INCLUDED, valueBoolean: true }] }),
});

const rangeOf = ({ labRange, unit }: Observation): Json => {
  if (!labRange) return {};
  const { low, lowInclusive = true, high, highInclusive = true, text } = labRange;
  return {
    referenceRange: [
      {
        ...(low !== undefined && unit !== undefined && { low: limitOf(low, unit, lowInclusive) }),
        ...(high !== undefined && unit !== undefined && { high: limitOf(high, unit, highInclusive) }),
        ...(text !== undefined && { text }),
      },
    ],
  };
};

const resultOf = ({ code, value, comparator, unit }: Observation): Json => {
  if (unit !== undefined) return { valueQuantity: { ...quantity(value, unit), ...(comparator && { comparator }) } };
  const marker = markerOfLoinc(code);
  const finding = marker && isCoded(marker) ? marker.values.find((each) => each.code === value)?.name.en : undefined;
  return { valueCodeableConcept: { coding: [{ code: value, display: finding ?? value }], text: finding ?? value } };
};

const urn = (kind: string, id: string): string => `urn:arogya:${kind}:${id}`;

const observationResource = (value: Observation): Json => {
  const name = markerOfLoinc(value.code)?.name.en;
  return {
    resourceType: 'Observation',
    // A FHIR id has letters, digits, dashes and dots, 64 at most.
    id: value.observationId,
    status: value.corrected.length > 0 ? 'corrected' : 'final',
    code: {
      coding: [{ system: 'http://loinc.org', code: value.code, ...(name !== undefined && { display: name }) }],
      text: name ?? value.code,
    },
    subject: { reference: urn('patient', value.patientId) },
    effectiveDateTime: value.at,
    ...resultOf(value),
    ...rangeOf(value),
    ...(value.source !== undefined && { performer: [{ display: value.source }] }),
    ...(value.note !== undefined && { note: [{ text: value.note }] }),
  };
};

const provenanceResource = (value: Observation): Json => {
  const { provenance } = value;
  const place = 'page' in provenance && provenance.page !== undefined ? `page ${provenance.page}` : undefined;
  const from =
    'documentId' in provenance && provenance.documentId !== undefined
      ? { reference: urn('document', provenance.documentId) }
      : 'fileName' in provenance
        ? { display: `${provenance.fileName}, line ${provenance.row}` }
        : 'resourceId' in provenance && provenance.resourceId !== undefined
          ? { display: `FHIR Observation ${provenance.resourceId}` }
          : undefined;
  return {
    resourceType: 'Provenance',
    target: [{ reference: urn('observation', value.observationId) }],
    recorded: value.recordedAt,
    activity: { text: provenance.kind },
    // Whoever confirmed it answers for it.
    agent: [{ who: { reference: urn('patient', value.confirmedBy) } }],
    ...(from && { entity: [{ role: 'source', what: { ...from, ...(place !== undefined && { display: place }) } }] }),
  };
};

/** Some values as a FHIR R4 (4.0.1) bundle, each with its provenance. */
export const bundleOf = (values: readonly Observation[]): Json => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: values.flatMap((value) => [
    { fullUrl: urn('observation', value.observationId), resource: observationResource(value) },
    { fullUrl: urn('provenance', value.observationId), resource: provenanceResource(value) },
  ]),
});
