import * as z from 'zod';

import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { CalendarDate, Instant } from '../shared/values.ts';

/** 25 MB, as the upload's policy binds it. */
export const LARGEST_BYTES = 25 * 1024 * 1024;
/** A deleted file can be brought back for this long. */
export const RESTORE_DAYS = 30;
/** An upload form is good for this long; a new one is asked for to go on. */
export const UPLOAD_MINUTES = 15;
/** A download link for the owner, and for everybody else. */
export const DOWNLOAD_SECONDS = { owner: 300, reader: 60 } as const;

export const DocumentType = z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/webp']);
export type DocumentType = z.infer<typeof DocumentType>;

/** FHIR `DocumentReference.category`, in the words of those who keep them. */
export const DocumentCategory = z.enum(['lab-report', 'prescription', 'imaging', 'discharge-summary', 'vaccination', 'insurance', 'other']);
export type DocumentCategory = z.infer<typeof DocumentCategory>;

/**
 * `uploading`: announced, nothing has come yet. `quarantined`: it has come and is being checked. `available`. `rejected`: with
 * its reason, and the object is gone. `deleted`: can be restored for 30 days.
 */
export const DocumentStatus = z.enum(['uploading', 'quarantined', 'available', 'rejected', 'deleted']);
export type DocumentStatus = z.infer<typeof DocumentStatus>;

/**
 * `wrong-type`: it is not, or not only, what its type says. `locked`: a PDF with a password or restrictions. `too-large-inside`:
 * it unfolds to more than a report can be. `not-scanned`: nobody could look for malware within a day; it can be uploaded again.
 */
export const RejectReason = z.enum([
  'wrong-size',
  'wrong-checksum',
  'wrong-type',
  'not-readable',
  'locked',
  'too-large-inside',
  'active-content',
  'malware',
  'not-scanned',
  'never-came',
]);
export type RejectReason = z.infer<typeof RejectReason>;

const line = (longest: number) => z.string().trim().min(1, 'must not be empty').max(longest, `must have at most ${longest} characters`);

/** A file's name for people: no path, no control characters. It is never part of the object's key. */
export const FileName = line(120)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the rule refuses
  .refine((name) => !/[\u0000-\u001f\u007f/\\]/.test(name), 'must not contain slashes or control characters')
  .refine((name) => !/[\u202a-\u202e\u2066-\u2069]/.test(name), 'must not contain characters that turn the reading direction')
  .refine((name) => !/[\u0080-\u009f\u2028\u2029]/.test(name) && name.isWellFormed(), 'must be text of one line')
  .refine((name) => !/^[.\s]+$/.test(name), 'must not be dots only');

export const DocumentFields = z.strictObject({
  name: FileName,
  category: DocumentCategory,
  /** Date of the report, Asia/Kolkata. */
  date: CalendarDate.optional(),
  /** Who made it: laboratory, hospital, doctor. */
  provider: line(160).optional(),
  tags: z.array(line(40)).max(10),
  note: z.string().trim().max(1_000).optional(),
  /** The appointment that it belongs to. */
  appointmentId: z.string().min(1).max(128).optional(),
});

const { name, category, tags, ...others } = DocumentFields.shape;

/** What is given replaces, null takes out, the rest stays. */
export const DocumentChanges = z.strictObject({
  name: name.optional(),
  category: category.optional(),
  tags: tags.optional(),
  date: others.date.nullable(),
  provider: others.provider.nullable(),
  note: others.note.nullable(),
  appointmentId: others.appointmentId.nullable(),
});

export const MedicalFile = DocumentFields.extend({
  documentId: z.string(),
  patientId: z.string(),
  status: DocumentStatus,
  contentType: DocumentType,
  bytes: z.int().min(1),
  /** Who looked for malware: GuardDuty, ClamAV, or only the checks of signatures and structure. */
  scannedBy: z.enum(['guardduty', 'clamav', 'structure-checks']).optional(),
  rejectReason: RejectReason.optional(),
  pages: z.int().min(1).optional(),
  createdAt: Instant,
  availableAt: Instant.optional(),
  deletedAt: Instant.optional(),
  /** Until when it can be brought back. */
  restorableUntil: Instant.optional(),
  revision: z.int().min(1),
});
export type MedicalFile = z.infer<typeof MedicalFile>;

/** A day after its announcement an upload that is not available is given up. */
export const UPLOAD_HOURS = 24;

/** A form that puts exactly this file where it belongs: POST to `url` with `fields` and, last, `file`. */
export const UploadForm = z.object({ url: z.url(), fields: z.record(z.string(), z.string()), goodUntil: Instant });

const params = z.strictObject({ documentId: z.string().min(1).max(128) });
const upload = z.object({ document: MedicalFile, upload: UploadForm });

export const documentRoutes = {
  create: route({
    method: 'POST',
    path: '/documents',
    summary: 'Announce a file and get the form that uploads it to S3',
    allow: ['patient'],
    status: 201,
    body: DocumentFields.extend({
      contentType: DocumentType,
      bytes: z.int().min(1, 'must not be empty').max(LARGEST_BYTES, 'must be at most 26214400 bytes (25 MB)'),
      /** SHA-256 of the file, base64. */
      sha256: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be a SHA-256 in base64'),
    }),
    reply: upload,
    idempotent: true,
  }),
  renewUpload: route({
    method: 'POST',
    path: '/documents/{documentId}/upload-forms',
    summary: 'A new form for a file that has not come yet: to go on after a break',
    allow: ['patient'],
    status: 201,
    params,
    reply: upload,
    errors: ['changed-elsewhere'],
    idempotent: true,
  }),
  list: route({
    method: 'GET',
    path: '/documents',
    summary: 'Files, newest first: the caller’s own, or those that `patientId` lets the caller read',
    allow: ['patient', 'doctor'],
    query: pageQuery.extend({
      patientId: z.string().min(1).max(128).optional(),
      category: DocumentCategory.optional(),
      /** Words of name, provider, tags or note. */
      q: z.string().trim().max(80).optional(),
      /** `deleted`: the owner’s, that can be brought back. */
      show: z.enum(['kept', 'deleted']).optional(),
    }),
    reply: z.array(MedicalFile),
    meta: PageMeta,
  }),
  get: route({
    method: 'GET',
    path: '/documents/{documentId}',
    summary: 'One file’s description',
    allow: ['patient', 'doctor'],
    params,
    reply: MedicalFile,
  }),
  change: route({
    method: 'PATCH',
    path: '/documents/{documentId}',
    summary: 'Rename, sort or describe; null takes a part out',
    allow: ['patient'],
    params,
    body: z.strictObject({ revision: z.int().min(1), changes: DocumentChanges }),
    reply: MedicalFile,
    errors: ['changed-elsewhere'],
    idempotent: true,
  }),
  remove: route({
    method: 'DELETE',
    path: '/documents/{documentId}',
    summary: 'Delete; what was available can be restored for 30 days, then file and description are gone',
    allow: ['patient'],
    params,
    reply: MedicalFile,
  }),
  restore: route({
    method: 'POST',
    path: '/documents/{documentId}/restore',
    summary: 'Bring a deleted file back',
    allow: ['patient'],
    params,
    reply: MedicalFile,
    errors: ['too-late'],
    idempotent: true,
  }),
  download: route({
    method: 'GET',
    path: '/documents/{documentId}/download',
    summary: 'A link to the file: five minutes for its owner, one minute for others; `preview` shows it in the page',
    allow: ['patient', 'doctor'],
    params,
    query: z.strictObject({ as: z.enum(['preview', 'file']).optional() }),
    reply: z.object({ url: z.url(), goodUntil: Instant }),
    errors: ['file-not-available'],
  }),
};
