import { LabReportReadingRequested } from '../../events/observations/lab-report-reading-requested.v1.ts';
import { isEmergencyLook } from '../consents/items.ts';
import { type ApiOptions, api, type Call } from '../shared/http/api.ts';
import { pageSize } from '../shared/http/page.ts';
import type { Route } from '../shared/http/route.ts';
import { lookAgain, outdated } from '../shared/table/outdated.ts';
import { put } from '../shared/table/write.ts';
import { comparedMarker, comparisonPage, daysPage } from './comparing.ts';
import { observationRoutes, type Provenance } from './contract.ts';
import { correction, removal } from './correcting.ts';
import { dashboardOf } from './dashboard.ts';
import { afterConfirming, afterDiscarding, begun, confirmedEntries, importOf, importOfFile, saveImport } from './imports.ts';
import { importIdOf, observationImport, type StoredImport } from './items.ts';
import { markerOfLoinc } from './markers/catalogue.ts';
import { type Entry, record } from './recording.ts';
import { changedElsewhere, observationRepository } from './repository.ts';
import { observationOf } from './shown.ts';

/** The caller's own values, in the audit trail: which of them is nobody's business there. */
const values = (subjectId: string) => ({ subjectId, resource: `observations#${subjectId}` });

const repository = ({ table, principal }: Pick<Call<Route>, 'table' | 'principal'>) => observationRepository(table, principal);

export const observationsApi = (options?: ApiOptions) =>
  api(
    'observations',
    observationRoutes,
    {
      getDashboard: async (call) => {
        const { record: asked, access } = await repository(call).readable(call.query.patientId, call.now);
        const [markers, person] = await Promise.all([asked.markers(), asked.person()]);
        if (access.as === 'reader')
          await call.recordRead(
            { subjectId: asked.patientId, resource: `dashboard#${asked.patientId}` },
            // A page that lies open asks every few seconds whether it may still show this.
            { breakGlass: isEmergencyLook(access), ground: access.basis },
          );
        return call.reply(dashboardOf(asked.patientId, markers, person));
      },

      listMarkers: async ({ reply }) => {
        // Explanations in two languages are the largest part of the catalogue, and nothing else needs them.
        const { markerInfos } = await import('./marker-infos.ts');
        return reply(markerInfos());
      },

      list: async (call) => {
        const { query, now, reply, recordRead } = call;
        const { record: asked, access } = await repository(call).readable(query.patientId, now);
        const code = markerOfLoinc(query.code)?.loinc.code ?? query.code;
        const [{ items, nextCursor }, person] = await Promise.all([
          asked.page(code, { limit: pageSize(query), cursor: query.cursor }),
          asked.person(),
        ]);
        if (access.as === 'reader') await recordRead(values(asked.patientId), { breakGlass: isEmergencyLook(access) });
        return reply(
          items.map((stored) => observationOf(stored, person)),
          { nextCursor },
        );
      },

      listDays: async ({ query, reply, ...call }) => {
        const { days, nextCursor } = await daysPage(repository(call).mine, pageSize(query), query.cursor);
        return reply(days, { nextCursor });
      },

      compare: async ({ query, reply, ...call }) => {
        const { mine } = repository(call);
        const [{ compared, nextCursor }, person] = await Promise.all([comparisonPage(mine, query, pageSize(query)), mine.person()]);
        return reply(
          compared.map((each) => comparedMarker(each, person)),
          { nextCursor },
        );
      },

      create: (call) =>
        lookAgain(async () => {
          const { body, now, commit } = call;
          const { mine, getFile } = repository(call);
          const provenance: Provenance = body.provenance ?? { kind: 'hand' };
          if (provenance.kind === 'hand' && provenance.documentId !== undefined) await getFile(provenance.documentId);
          const person = await mine.person();
          const entries = body.observations.map((fields, index): Entry => ({ field: `body.observations.${index}`, fields, provenance }));
          const { writes, values: stored } = await record(mine, entries, { person, accepted: body.accepted ?? [], now });
          return commit(
            writes,
            stored.map((each) => observationOf(each, person)),
            { touched: writes.length > 0 ? [values(mine.patientId)] : [] },
          );
        }),

      correct: (call) =>
        lookAgain(async () => {
          const { params, body, now, commit } = call;
          const { mine } = repository(call);
          const person = await mine.person();
          const given = { ...body, accepted: body.accepted ?? [] };
          const { after, writes } = await correction(mine, params.observationId, given, { person, now });
          return commit(writes, observationOf(after, person), { touched: [values(mine.patientId)] });
        }),

      remove: (call) =>
        lookAgain(async () => {
          const { params, commit } = call;
          const { mine } = repository(call);
          const writes = await removal(mine, params.observationId);
          return commit(writes, { observationId: params.observationId }, { touched: [values(mine.patientId)] });
        }),

      startImport: async (call) => {
        const { body, now, surroundings, principal, commit } = call;
        const { mine, getFile } = repository(call);
        const importId = importIdOf(now, surroundings.newId());
        const { accountId: patientId } = principal;
        const start = (item: StoredImport) => put(observationImport.make(item, item)).ifNew(outdated);
        if (body.kind === 'lab-report') {
          const item = importOfFile(await getFile(body.documentId), importId, patientId, now);
          return commit([start(item)], importOf(item, now), { events: [LabReportReadingRequested.of({ importId, patientId })] });
        }
        const { sex } = await mine.person();
        const person = sex === 'female' || sex === 'male' ? { sex } : {};
        const { kind, fileName } = body;
        const proposals =
          body.kind === 'csv'
            ? (await import('./csv.ts')).proposalsInCsv(body.text, body.fileName, person)
            : (await import('./fhir.ts')).proposalsInFhir(body.resource, person);
        const item = begun({ importId, patientId, kind, proposals, ...(fileName !== undefined && { fileName }) }, now);
        return commit([start(item)], importOf(item, now));
      },

      listImports: async (call) => {
        const { query, now, reply } = call;
        const { items, nextCursor } = await repository(call).listImports(pageSize(query), query.cursor);
        return reply(
          items.map((item) => importOf(item, now)),
          { nextCursor },
        );
      },

      getImport: async (call) => call.reply(importOf(await repository(call).getImport(call.params.importId), call.now)),

      confirmImport: (call) =>
        lookAgain(async () => {
          const { params, body, now, commit } = call;
          const { mine, getImport } = repository(call);
          const stored = await getImport(params.importId);
          const entries = confirmedEntries(stored, body.revision, body.values);
          const person = await mine.person();
          const { writes, values: recorded } = await record(mine, entries, { person, accepted: body.accepted ?? [], now });
          const after = afterConfirming(stored, body.values, body.more ?? false, now);
          return commit(
            [saveImport(stored, after, changedElsewhere), ...writes],
            { import: importOf(after, now), stored: recorded.map((each) => observationOf(each, person)) },
            { touched: writes.length > 0 ? [values(mine.patientId)] : [] },
          );
        }),

      discardImport: (call) =>
        lookAgain(async () => {
          const { params, now, reply, commit } = call;
          const stored = await repository(call).getImport(params.importId);
          if (stored.status === 'discarded') return reply(importOf(stored, now));
          const after = afterDiscarding(stored);
          return commit([saveImport(stored, after, outdated)], importOf(after, now));
        }),

      export: async (call) => {
        const { query, reply } = call;
        const { mine } = repository(call);
        const { exportPage } = await import('./export.ts');
        const [{ values: stored, nextCursor }, person] = await Promise.all([
          exportPage(mine, pageSize(query), query.cursor),
          mine.person(),
        ]);
        const page = stored.map((each) => observationOf(each, person));
        if (query.format === 'csv') {
          const { CSV_HEADER, csvLineOf } = await import('./csv.ts');
          return reply(
            { format: 'csv', text: `${query.cursor === undefined ? CSV_HEADER : ''}${page.map(csvLineOf).join('')}` },
            { nextCursor },
          );
        }
        if (query.format === 'fhir') {
          const { bundleOf } = await import('./fhir-bundle.ts');
          return reply({ format: 'fhir', bundle: bundleOf(page) }, { nextCursor });
        }
        return reply({ format: 'json', observations: page }, { nextCursor });
      },

      getHealthSummary: async (call) => {
        const { principal, now, reply } = call;
        const { mine, profileOf } = repository(call);
        const [markers, about] = await Promise.all([mine.markers(), profileOf()]);
        const { healthSummary } = await import('./health-summary.ts');
        return reply(await healthSummary({ dashboard: dashboardOf(principal.accountId, markers, about), about, now }));
      },
    },
    options,
  );

export const handler = observationsApi();
