import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { RoughDraft } from '../../../../functions/consultation-notes/contract.ts';
import { ApiFailure } from '../../shared/api/failure.ts';
import type { Vault } from '../../shared/auth/vault.ts';
import { draftKeeper, PAUSE_MS } from './draft-keeper.ts';
import { keptDrafts } from './kept-drafts.ts';
import { type DraftFields, NEW_WALK_IN, newNoteOf, problemsOf, savedBodyOf } from './rough-draft.ts';

const blank: DraftFields = {
  text: '',
  patient: { kind: 'known', patientId: 'p1' },
  visitDate: '2026-11-20',
  visitType: 'in-person',
  letterLanguage: 'hi',
};
const draftId = '3f0e2b6e-7c1d-4b4e-9b0a-0d7f3c1f8a11';
const clash = () => new ApiFailure({ status: 409, code: 'changed-elsewhere', message: 'no' });
const noNetwork = () => new ApiFailure({ status: 0, code: 'network', message: 'no' });

const memoryVault = (): Vault => {
  const kept = new Map<string, string>();
  return {
    put: async (name, value) => {
      await Promise.resolve();
      kept.set(name, JSON.stringify(value));
    },
    get: async <T>(name: string) => (kept.has(name) ? (JSON.parse(kept.get(name) ?? '') as T) : undefined),
    remove: async (name) => void kept.delete(name),
    destroy: async () => kept.clear(),
  };
};

const clinic = (vault = memoryVault()) => {
  let stored: RoughDraft | undefined;
  let online = true;
  const saves: string[] = [];
  const drafts = keptDrafts('meera', vault);
  const open = async (fields = blank) =>
    draftKeeper({
      draftId,
      start: fields,
      kept: await drafts.get(draftId),
      stored,
      drafts,
      save: async (revision, next) => {
        if (!online) throw noNetwork();
        if (revision !== (stored?.revision ?? 0)) throw clash();
        saves.push(next.text);
        stored = {
          ...(savedBodyOf(next) as object),
          draftId,
          revision: revision + 1,
          savedAt: '2026-11-20T05:11:00Z',
          text: next.text,
        } as RoughDraft;
        return stored;
      },
      read: async () => {
        if (!online) throw noNetwork();
        return stored;
      },
      erase: async () => {
        stored = undefined;
      },
    });
  return {
    open,
    drafts,
    saves,
    stored: () => stored,
    elsewhere: (text: string) => {
      stored = { draftId, revision: (stored?.revision ?? 0) + 1, savedAt: '2026-11-20T05:12:00Z' as RoughDraft['savedAt'], text };
    },
    gone: () => {
      stored = undefined;
    },
    network: (is: boolean) => {
      online = is;
    },
  };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

test('every keystroke is on the device at once, and on the server after a pause', async () => {
  const { open, drafts, saves } = clinic();
  const keeper = await open();
  for (const text of ['f', 'fe', 'fever 3/7']) {
    keeper.type({ ...blank, text });
    await pass(100);
    expect((await drafts.get(draftId))?.fields.text).toBe(text);
    expect(keeper.state().saved, 'nothing is said to be kept while more is typed').toEqual({ is: 'saving' });
  }
  await pass(200);
  expect(keeper.state().saved).toEqual({ is: 'kept' });
  expect(saves).toEqual([]);
  await pass(PAUSE_MS);
  expect(saves).toEqual(['fever 3/7']);
  expect(keeper.state().saved).toEqual({ is: 'saved', at: '2026-11-20T05:11:00Z' });
});

test('without a network it stays on the device and is saved when the network is back', async () => {
  const { open, network, saves, drafts } = clinic();
  const keeper = await open();
  network(false);
  keeper.type({ ...blank, text: 'cough' });
  await pass(60_000);
  expect(keeper.state().saved).toEqual({ is: 'kept' });
  expect((await drafts.list()).map(({ fields }) => fields.text)).toEqual(['cough']);
  network(true);
  keeper.wake();
  await pass(0);
  expect(saves).toEqual(['cough']);
});

test('what a crash left on the device is there when the page opens again, and is saved then', async () => {
  const { open, network, saves } = clinic();
  network(false);
  const first = await open();
  first.type({ ...blank, text: 'SOB since morning' });
  await pass(10);
  const second = await open();
  expect(second.state().fields.text).toBe('SOB since morning');
  network(true);
  await pass(10);
  expect(saves).toEqual(['SOB since morning']);
});

test('when another window saved first, both texts are there, and none is lost whatever is chosen', async () => {
  for (const [choice, text] of [
    ['mine', 'mine'],
    ['theirs', 'theirs'],
    ['both', 'mine\n\ntheirs'],
  ] as const) {
    const { open, elsewhere, stored } = clinic();
    const keeper = await open();
    elsewhere('theirs');
    keeper.type({ ...blank, text: 'mine' });
    await pass(PAUSE_MS + 10);
    expect(keeper.state().theirs?.text).toBe('theirs');
    expect(keeper.state().fields.text).toBe('mine');
    expect(stored()?.text).toBe('theirs');
    keeper.settle(choice);
    await pass(PAUSE_MS + 10);
    expect(keeper.state().theirs).toBeUndefined();
    expect(keeper.state().fields.text).toBe(text);
    expect(stored()?.text).toBe(text);
  }
});

test('the same words saved twice are no conflict; a draft that is gone comes back', async () => {
  const { open, elsewhere, gone, stored } = clinic();
  const keeper = await open();
  elsewhere('same');
  keeper.type({ ...blank, text: 'same' });
  await pass(PAUSE_MS + 10);
  expect(keeper.state().theirs).toBeUndefined();
  expect(keeper.state().saved.is).toBe('saved');
  gone();
  keeper.type({ ...blank, text: 'same and more' });
  await pass(PAUSE_MS + 10);
  expect(stored()?.text).toBe('same and more');
});

test('more than 20,000 characters are kept on the device and not sent', async () => {
  const { open, saves, drafts } = clinic();
  const keeper = await open();
  keeper.type({ ...blank, text: 'x'.repeat(20_001) });
  await pass(10_000);
  expect(saves).toEqual([]);
  expect((await drafts.get(draftId))?.fields.text).toHaveLength(20_001);
});

test('asking for the note is remembered with its key, and nothing is saved over it', async () => {
  const { open, drafts, saves, stored } = clinic();
  const keeper = await open();
  const fields = { ...blank, text: 'fever' };
  keeper.type(fields);
  const asked = { key: 'key-1', note: newNoteOf(fields, draftId) };
  await keeper.ask(asked);
  await pass(60_000);
  expect(saves).toEqual([]);
  expect((await drafts.get(draftId))?.asked).toEqual(asked);
  expect((await open()).state().asked).toEqual(asked);
  await keeper.forget();
  expect(await drafts.list()).toEqual([]);
  expect(stored()).toBeUndefined();
});

test('a page that is left saves its last words', async () => {
  const { open, saves } = clinic();
  const keeper = await open();
  keeper.type({ ...blank, text: 'last words' });
  keeper.close();
  await pass(0);
  expect(saves).toEqual(['last words']);
  expect((await (await open()).state()).fields.text).toBe('last words');
});

const today = '2026-11-20';
const walkIn = { ...NEW_WALK_IN, name: 'Ravi', age: '31', sex: 'male' as const };
test.each<[string, Partial<DraftFields>, string[]]>([
  ['a whole form', { text: 'fever' }, []],
  ['nobody chosen', { text: 'fever', patient: { kind: 'none' } }, ['patient-missing']],
  ['an empty walk-in', { text: 'fever', patient: NEW_WALK_IN }, ['name-missing', 'age-wrong', 'sex-missing']],
  ['an age of 131', { text: 'fever', patient: { ...walkIn, age: '131' } }, ['age-wrong']],
  ['half an age', { text: 'fever', patient: { ...walkIn, age: '1.5' } }, ['age-wrong']],
  ['a wrong e-mail', { text: 'fever', patient: { ...walkIn, email: 'ravi@' } }, ['email-wrong']],
  ['a visit tomorrow', { text: 'fever', visitDate: '2026-11-21' }, ['date-future']],
  ['no date', { text: 'fever', visitDate: '' }, ['date-missing']],
  ['no words', { text: ' \n ' }, ['text-missing']],
  ['emoji only', { text: '🙂🙂' }, ['text-no-words']],
  ['binary', { text: 'fever\u0000' }, ['text-binary']],
  ['one character too many', { text: 'x'.repeat(20_001) }, ['text-too-long']],
  ['right-to-left words', { text: 'حمى' }, []],
])('%s', (_name, change, problems) => {
  expect(problemsOf({ ...blank, ...change }, today).map(({ problem }) => problem)).toEqual(problems);
});

test('half-typed parts of a walk-in are not sent, whole ones are', () => {
  expect(savedBodyOf({ ...blank, patient: { ...NEW_WALK_IN, name: ' Ravi ', age: '3x', email: 'ravi@' } })).toMatchObject({
    walkIn: { name: 'Ravi' },
  });
  expect(savedBodyOf({ ...blank, patient: walkIn })).toMatchObject({ walkIn: { name: 'Ravi', ageYears: 31, sex: 'male' } });
});
