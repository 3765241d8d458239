import { useResultWords } from './observations-words.ts';

/** As the licences of both ask for; not to be translated (loinc.org/license, ucum.org/license). */
const LOINC =
  'This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc.';
const UCUM =
  'This product includes UCUM codes. UCUM is copyright © Regenstrief Institute, Inc. and the UCUM Organization, Indianapolis, IN. All rights reserved. See https://ucum.org/license for the terms of use.';

/** Where ranges, explanations and codes are from. */
export function Sources({ open = false }: { open?: boolean }) {
  const t = useResultWords();
  return (
    <details className="card overflow-hidden" open={open}>
      <summary className="min-h-12 p-4 font-semibold">{t('sources.title')}</summary>
      <div className="space-y-2 border-t border-line p-4 text-sm text-ink-2">
        <p>{t('sources.ranges')}</p>
        <p>{t('sources.codes')}</p>
        <p lang="en">{LOINC}</p>
        <p lang="en">{UCUM}</p>
      </div>
    </details>
  );
}
