import { measureDashboard } from './record-dashboard.ts';
import { measureImport } from './record-import.ts';
import { measureUpload } from './record-upload.ts';
import type { Section } from './report.ts';

/** What the health record costs: to look at, to put a file into, and to bring years of a watch into. One by one: it takes minutes. */
export async function* measureRecord(): AsyncGenerator<Section> {
  yield await measureDashboard();
  yield await measureUpload();
  yield await measureImport();
}
