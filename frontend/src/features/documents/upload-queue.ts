import type { DocumentCategory, DocumentType, MedicalFile, RejectReason } from '../../../../functions/documents/contract.ts';
import { ApiFailure, type FailureCode, isFailure } from '../../shared/api/failure.ts';
import { type UploadForm, UploadRefused } from './post-form.ts';

/** Uploads on their way at once: more would only make each of them slower. */
export const AT_ONCE = 2;
/** After so many failures in a row the person decides. */
export const TRIES = 6;

const SECOND = 1_000;
const LONGEST_WAIT = 30 * SECOND;

export type UploadState =
  /** For its turn. */
  | { readonly is: 'waiting' }
  /** Its checksum is computed and its form fetched. */
  | { readonly is: 'preparing' }
  | { readonly is: 'sending'; readonly percent: number }
  | { readonly is: 'paused' }
  /** Goes on by itself once there is a network. */
  | { readonly is: 'offline' }
  /** Goes on by itself after a while. */
  | { readonly is: 'retrying' }
  | { readonly is: 'checking' }
  | { readonly is: 'available' }
  | { readonly is: 'rejected'; readonly reason: RejectReason }
  /** `file-changed`: the file on this device is not the one that was announced, or is gone. */
  | { readonly is: 'failed'; readonly why: FailureCode | 'file-changed' };

export type Upload = {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly documentId?: string;
  readonly state: UploadState;
};

export type ChosenFile = {
  readonly file: File;
  readonly name: string;
  readonly contentType: DocumentType;
  readonly category: DocumentCategory;
};

export type Announcement = Pick<ChosenFile, 'name' | 'contentType' | 'category'> & { readonly bytes: number; readonly sha256: string };
type Announced = { readonly document: Pick<MedicalFile, 'documentId'>; readonly upload: UploadForm };

export type UploadServices = {
  readonly hash: (file: Blob) => Promise<string>;
  readonly announce: (file: Announcement, idempotencyKey: string) => Promise<Announced>;
  readonly renew: (documentId: string) => Promise<Announced>;
  readonly send: (form: UploadForm, file: Blob, options: { onPercent: (percent: number) => void; signal: AbortSignal }) => Promise<void>;
  readonly look: (documentId: string) => Promise<Pick<MedicalFile, 'status' | 'rejectReason'>>;
  readonly discard: (documentId: string) => Promise<unknown>;
  readonly online: () => boolean;
};

export type UploadQueue = {
  /** A new list whenever something changed. */
  readonly uploads: () => readonly Upload[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (files: readonly ChosenFile[]) => void;
  /** Goes on with a file that was announced before, by this page or another; `file` is the same file again. */
  readonly goOn: (document: Pick<MedicalFile, 'documentId' | 'name' | 'contentType' | 'category'>, file: File) => void;
  readonly pause: (key: string) => void;
  /** Goes on with what was paused, or tries again at once. */
  readonly resume: (key: string) => void;
  /** Out of the queue, and its announcement with it if it is of no use any more. */
  readonly remove: (key: string) => void;
  /** The network is back. */
  readonly wake: () => void;
  /** Whether leaving the page now would lose something. */
  readonly unsent: () => boolean;
};

type Entry = {
  readonly chosen: ChosenFile;
  upload: Upload;
  announceKey: string;
  sha256?: string;
  /** Of the attempt that is running; another one takes its place. */
  attempt?: AbortController | undefined;
  timer?: ReturnType<typeof setTimeout> | undefined;
  tries: number;
  looks: number;
};

/** Where nothing is lost if the page goes. */
const settled: ReadonlySet<UploadState['is']> = new Set(['checking', 'available', 'rejected', 'failed']);

/** Every two seconds for half a minute, then more and more seldom. */
const untilNextLook = (looks: number): number => (looks < 15 ? 2 * SECOND : looks < 30 ? 5 * SECOND : 15 * SECOND);

/** Doubles from one second; as long as the API asks for; half a minute at most. */
const backOff = (tries: number, failure: ApiFailure): number =>
  Math.min(LONGEST_WAIT, failure.retryAfter === undefined ? SECOND * 2 ** (tries - 1) : failure.retryAfter * SECOND);

/** What went wrong between here and S3; nothing if it is the file on the device. */
const failureOf = (error: unknown): ApiFailure | undefined => {
  if (error instanceof ApiFailure) return error;
  return error instanceof UploadRefused && error.because === 'form'
    ? new ApiFailure({ status: 503, code: 'try-again', message: error.message })
    : undefined;
};

/** Sends files one after the other, two at a time, through breaks of the network; it lives outside of any screen. */
export const uploadQueue = (services: UploadServices): UploadQueue => {
  let entries: readonly Entry[] = [];
  let shown: readonly Upload[] = [];
  const listeners = new Set<() => void>();

  const tell = (): void => {
    shown = entries.map(({ upload }) => upload);
    for (const listener of listeners) listener();
  };
  const put = (entry: Entry, change: Partial<Upload>): void => {
    entry.upload = { ...entry.upload, ...change };
    tell();
  };
  const is = (entry: Entry, ...states: readonly UploadState['is'][]): boolean => states.includes(entry.upload.state.is);
  const isThere = (entry: Entry): boolean => entries.includes(entry);
  const find = (key: string): Entry | undefined => entries.find(({ upload }) => upload.key === key);
  const halt = (entry: Entry): void => {
    clearTimeout(entry.timer);
    entry.attempt?.abort();
    entry.attempt = undefined;
  };
  // The API tidies what was announced and never came; that this failed matters to nobody.
  const discard = (documentId: string): void => void services.discard(documentId).catch(() => undefined);

  const pump = (): void => {
    for (const entry of entries) {
      if (!is(entry, 'waiting')) continue;
      if (!services.online()) put(entry, { state: { is: 'offline' } });
      else if (entries.filter((other) => is(other, 'preparing', 'sending')).length < AT_ONCE) void run(entry);
    }
  };

  /** The form to send with; nothing if the file has come already, and only its answer was lost. */
  const formFor = async (entry: Entry): Promise<UploadForm | undefined> => {
    const { documentId } = entry.upload;
    if (documentId === undefined) {
      const { name, contentType, category, file } = entry.chosen;
      entry.sha256 ??= await services.hash(file);
      const announced = await services.announce({ name, contentType, category, bytes: file.size, sha256: entry.sha256 }, entry.announceKey);
      if (isThere(entry)) put(entry, { documentId: announced.document.documentId });
      else discard(announced.document.documentId);
      return announced.upload;
    }
    try {
      return (await services.renew(documentId)).upload;
    } catch (error) {
      if (isFailure(error, 'changed-elsewhere')) return undefined;
      if (!isFailure(error, 'not-found')) throw error;
      // Tidied meanwhile: announced anew, as another file.
      const { key, name, bytes, state } = entry.upload;
      entry.upload = { key, name, bytes, state };
      entry.announceKey = crypto.randomUUID();
      return formFor(entry);
    }
  };

  const run = async (entry: Entry): Promise<void> => {
    const attempt = new AbortController();
    entry.attempt = attempt;
    put(entry, { state: { is: 'preparing' } });
    try {
      const form = await formFor(entry);
      if (attempt.signal.aborted) return;
      if (form !== undefined) {
        put(entry, { state: { is: 'sending', percent: 0 } });
        await services.send(form, entry.chosen.file, {
          signal: attempt.signal,
          onPercent: (percent) => {
            const { state } = entry.upload;
            if (!attempt.signal.aborted && state.is === 'sending' && percent > state.percent)
              put(entry, { state: { is: 'sending', percent } });
          },
        });
      }
      if (attempt.signal.aborted) return;
      entry.tries = 0;
      entry.looks = 0;
      put(entry, { state: { is: 'checking' } });
      lookLater(entry);
    } catch (error) {
      // Whoever stopped it has said why.
      if (!attempt.signal.aborted) fail(entry, error);
    } finally {
      pump();
    }
  };

  const fail = (entry: Entry, error: unknown): void => {
    const failure = failureOf(error);
    const give = (state: UploadState) => put(entry, { state });
    if (failure === undefined) give({ is: 'failed', why: 'file-changed' });
    else if (failure.code === 'network' && !services.online()) give({ is: 'offline' });
    else if (!failure.mayPass || entry.tries + 1 >= TRIES) give({ is: 'failed', why: failure.code });
    else {
      entry.tries += 1;
      give({ is: 'retrying' });
      entry.timer = setTimeout(() => turn(entry), backOff(entry.tries, failure));
    }
  };

  const turn = (entry: Entry): void => {
    halt(entry);
    put(entry, { state: { is: 'waiting' } });
    pump();
  };

  function lookLater(entry: Entry): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void look(entry), untilNextLook(entry.looks));
  }

  const look = async (entry: Entry): Promise<void> => {
    const { documentId } = entry.upload;
    if (documentId === undefined || !isThere(entry)) return;
    entry.looks += 1;
    try {
      const { status, rejectReason } = await services.look(documentId);
      if (!isThere(entry)) return;
      if (status === 'available') return put(entry, { state: { is: 'available' } });
      if (status === 'rejected') return put(entry, { state: { is: 'rejected', reason: rejectReason ?? 'not-readable' } });
      if (status === 'deleted') return drop(entry);
    } catch (error) {
      if (isFailure(error) && !error.mayPass) return put(entry, { state: { is: 'failed', why: error.code } });
    }
    lookLater(entry);
  };

  const drop = (entry: Entry): void => {
    entries = entries.filter((other) => other !== entry);
    tell();
  };

  const enter = (chosen: ChosenFile, documentId?: string): Entry => ({
    chosen,
    upload: {
      key: crypto.randomUUID(),
      name: chosen.name,
      bytes: chosen.file.size,
      state: { is: 'waiting' },
      ...(documentId !== undefined && { documentId }),
    },
    announceKey: crypto.randomUUID(),
    tries: 0,
    looks: 0,
  });

  return {
    uploads: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(files) {
      entries = [...entries, ...files.map((chosen) => enter(chosen))];
      tell();
      pump();
    },
    goOn({ documentId, name, contentType, category }, file) {
      entries = [...entries, enter({ file, name, contentType, category }, documentId)];
      tell();
      pump();
    },
    pause(key) {
      const entry = find(key);
      if (entry === undefined || !is(entry, 'waiting', 'preparing', 'sending', 'offline', 'retrying')) return;
      halt(entry);
      put(entry, { state: { is: 'paused' } });
      pump();
    },
    resume(key) {
      const entry = find(key);
      if (entry === undefined || !is(entry, 'paused', 'failed', 'retrying')) return;
      entry.tries = 0;
      turn(entry);
    },
    remove(key) {
      const entry = find(key);
      if (entry === undefined) return;
      const { documentId } = entry.upload;
      halt(entry);
      drop(entry);
      if (documentId !== undefined && !is(entry, 'checking', 'available')) discard(documentId);
      pump();
    },
    wake() {
      for (const entry of entries) {
        if (is(entry, 'offline', 'retrying')) {
          halt(entry);
          put(entry, { state: { is: 'waiting' } });
        } else if (is(entry, 'checking')) {
          clearTimeout(entry.timer);
          void look(entry);
        }
      }
      pump();
    },
    unsent: () => entries.some(({ upload }) => !settled.has(upload.state.is)),
  };
};
