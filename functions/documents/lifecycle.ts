import type { Instant } from '../shared/values.ts';
import type { DocumentStatus, RejectReason } from './contract.ts';
import { isSame, type ObjectVersion, type StoredDocument } from './items.ts';

/** Verdicts kept of versions that we have not looked at yet: each upload with its form makes one. */
const VERDICTS = 10;

const verdictOf = ({ object, verdicts }: StoredDocument) => object && verdicts.find((verdict) => isSame(verdict, object));

/** The very bytes that are there now were found sound by our checks and clean by the scanner. */
export const isVerified = (stored: StoredDocument): boolean => stored.object?.finding === 'sound' && verdictOf(stored)?.clean === true;

/** Who looked for malware in what is there now. */
export const scannedBy = (stored: StoredDocument) => verdictOf(stored)?.scannedBy;

/** Follows from what is known alone, in whatever order and however often it was told. */
export const statusOf = (stored: StoredDocument): DocumentStatus => {
  const { rejectReason, condemned, deletedAt, erasing, object, verdicts, status } = stored;
  if (erasing) return 'deleted';
  if (rejectReason) return 'rejected';
  if (condemned) return 'quarantined';
  if (deletedAt) return 'deleted';
  if (isVerified(stored)) return 'available';
  return object || verdicts.length > 0 || status === 'quarantined' ? 'quarantined' : 'uploading';
};

const settled = (stored: StoredDocument): StoredDocument => ({ ...stored, status: statusOf(stored) });

/** Nothing that is learnt now changes anything. */
const isOver = ({ rejectReason, erasing }: StoredDocument): boolean => rejectReason !== undefined || erasing === true;

/** Something has come; nobody has looked at it yet. */
export const arrived = (stored: StoredDocument): StoredDocument =>
  stored.status === 'uploading' ? settled({ ...stored, status: 'quarantined' }) : stored;

/**
 * What our checks found in a version. The first version that comes is the one that counts; a later one is the same file once
 * more (its form says the checksum) and is not needed. Where the bucket keeps no versions it has replaced the first.
 */
export const examined = (
  stored: StoredDocument,
  version: ObjectVersion,
  found: { readonly finding: 'sound' | RejectReason; readonly pages?: number | undefined },
): StoredDocument => {
  if (isOver(stored) || (stored.object && (isSame(stored.object, version) || version.versionId !== undefined))) return stored;
  const { finding, pages } = found;
  return settled({
    ...stored,
    object: { ...version, finding, pages },
    condemned: stored.condemned ?? (finding === 'sound' ? undefined : finding),
  });
};

/** What the scanner said of a version. Malware in any of them condemns the file, also one that was available. */
export const scanned = (
  stored: StoredDocument,
  { etag, versionId, clean, scannedBy: by }: StoredDocument['verdicts'][number],
): StoredDocument => {
  const verdict = { etag, versionId, clean, scannedBy: by };
  const known = stored.verdicts.find((each) => isSame(each, verdict));
  if (isOver(stored) || known?.clean === false || (known && clean)) return stored;
  const others = stored.verdicts.filter((each) => each !== known);
  const isOfObject = (each: ObjectVersion) => stored.object !== undefined && isSame(each, stored.object);
  return settled({
    ...stored,
    verdicts: [...others.filter(isOfObject), ...others.filter((each) => !isOfObject(each)).slice(1 - VERDICTS), verdict],
    condemned: stored.condemned ?? (clean ? undefined : 'malware'),
  });
};

/** Given up: it never came, or could not be checked in time. What is available, deleted or rejected stays so. */
export const overdue = (stored: StoredDocument): StoredDocument =>
  stored.status === 'uploading' || (stored.status === 'quarantined' && !stored.condemned)
    ? settled({ ...stored, condemned: stored.status === 'uploading' ? 'never-came' : 'not-scanned' })
    : stored;

/** What was condemned is rejected, once its object is gone. */
export const rejected = (stored: StoredDocument): StoredDocument =>
  stored.condemned && !stored.rejectReason ? settled({ ...stored, rejectReason: stored.condemned, object: undefined }) : stored;

/** Taken off its owner's list: what was available can be brought back until it is erased, anything else cannot. */
export const deleted = (stored: StoredDocument, now: Instant): StoredDocument =>
  settled({ ...stored, deletedAt: now, ...(stored.status === 'available' ? {} : { erasing: true }) });

/** Whether it was deleted and can be brought back now. */
export const isRestorable = ({ status, erasing, eraseAt }: StoredDocument, now: Instant): boolean =>
  status === 'deleted' && !erasing && eraseAt !== undefined && now < eraseAt;

export const restored = (stored: StoredDocument): StoredDocument => settled({ ...stored, deletedAt: undefined, eraseAt: undefined });

/** The time for bringing it back is over. */
export const expired = (stored: StoredDocument, now: Instant): StoredDocument =>
  stored.eraseAt && stored.eraseAt <= now && !stored.erasing ? settled({ ...stored, erasing: true }) : stored;

/** Whether the bucket may hold nothing of this file. */
export const mustBeGone = ({ condemned, rejectReason, erasing }: StoredDocument): boolean =>
  condemned !== undefined || rejectReason !== undefined || erasing === true;
