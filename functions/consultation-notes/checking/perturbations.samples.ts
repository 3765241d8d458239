import type { Fact } from '../reading/facts.ts';
import { read } from '../reading/facts.ts';

/** A mistake that a writer may make in a sentence, and its name. For tests of the guard. */
export type Mistake = { kind: string; text: string };

const replaced = (text: string, start: number, end: number, by: string): string => text.slice(0, start) + by + text.slice(end);
const bumped = (digits: string): string => String(Number(digits) + 3);

const inFact = (text: string, fact: Fact, pattern: RegExp, by: (match: string) => string): string | undefined => {
  const inside = text.slice(fact.start, fact.end);
  const match = pattern.exec(inside);
  return match ? replaced(text, fact.start + match.index, fact.start + match.index + match[0].length, by(match[0])) : undefined;
};

const OTHER_DRUGS = ['gliclazide', 'ciprofloxacin', 'tramadol', 'Augmentin'];
const OTHER_DIAGNOSES = ['pneumonia', 'heart failure', 'dengue', 'high cholesterol'];

const CUE = /\b(?:no|No|not|Not|nil|denies|without|non-)\b ?/g;

/** Every single mistake of the kinds that the guard must catch, made once at each place where it can be. */
export const mistakesIn = (text: string): Mistake[] => {
  const mistakes: Mistake[] = [];
  const add = (kind: string, changed: string | undefined): void => {
    if (changed !== undefined && changed !== text && /\p{L}/u.test(changed)) mistakes.push({ kind, text: changed });
  };
  // Not by the guard's own reading: whatever figure a reader sees.
  for (const match of text.matchAll(/\d+/g))
    add('any figure changed', replaced(text, match.index, match.index + match[0].length, bumped(match[0])));
  for (const match of text.matchAll(/\b(?:left|right)\b(?! (?:now|away|side of the))/gi))
    add('any side flipped', replaced(text, match.index, match.index + match[0].length, /left/i.test(match[0]) ? 'right' : 'left'));
  const { facts } = read(text, false);
  for (const fact of facts) {
    const words = text.slice(fact.start, fact.end);
    switch (fact.kind) {
      case 'number':
      case 'measure':
        add('number changed', inFact(text, fact, /\d+(?:\.\d+)?/, bumped));
        break;
      case 'duration':
        add('duration changed', inFact(text, fact, /\d+(?:\.\d+)?/, bumped));
        add(
          'duration unit changed',
          inFact(text, fact, /days?|weeks?|months?|hours?|दिन|हफ़्ते|घंटे/, (unit) => (/week|हफ़्ते/.test(unit) ? 'months' : 'weeks')),
        );
        break;
      case 'dose':
        add('dose changed', inFact(text, fact, /\d+(?:\.\d+)?/, bumped));
        add(
          'unit changed',
          inFact(text, fact, /mg|mcg|ml|\bg\b/, (unit) => (unit === 'ml' ? 'mg' : 'ml')),
        );
        break;
      case 'frequency':
        add(
          'frequency changed',
          inFact(text, fact, /twice a day|once a day|three times a day|four times a day/, (often) =>
            often === 'three times a day' ? 'twice a day' : 'three times a day',
          ),
        );
        add('frequency changed', inFact(text, fact, /(?<=दिन में )\d/, bumped));
        break;
      case 'drug': {
        for (const other of OTHER_DRUGS) add('drug swapped', replaced(text, fact.start, fact.end, other));
        const next = facts.find((other) => other.first === fact.last + 1);
        if (next?.kind !== 'dose' && next?.kind !== 'number') add('dose added', replaced(text, fact.end, fact.end, ' 750 mg'));
        if (next?.kind === 'number') add('unit added', replaced(text, next.end, next.end, ' mg'));
        break;
      }
      case 'laterality':
        if (/left|right/i.test(words))
          add(
            'side flipped',
            inFact(text, fact, /left|right/i, (side) => (/left/i.test(side) ? 'right' : 'left')),
          );
        break;
      case 'finding':
        if (fact.polarity === 'said' && !/^(?:no|not|ex|non)/i.test(words))
          add('denial added', replaced(text, fact.start, fact.start, 'no '));
        break;
      case 'date':
        add('date changed', inFact(text, fact, /\d+/, bumped));
        break;
    }
  }
  for (const match of text.matchAll(CUE)) {
    // `no fever, no cough` without its second `no` still denies the cough: that is no mistake.
    if (
      /\b(?:no|nil|denies|without)\b[^.;:]*,\s*$/i.test(text.slice(0, match.index)) ||
      /\bno [\p{L}\s]+$/iu.test(text.slice(Math.max(0, match.index - 20), match.index))
    )
      continue;
    add('denial dropped', replaced(text, match.index, match.index + match[0].length, ''));
  }
  const stop = text.replace(/[.।]$/, '');
  for (const other of OTHER_DIAGNOSES) add('diagnosis added', `${stop}, with ${other}.`);
  for (const other of OTHER_DRUGS) add('drug added', `${stop}, and ${other}.`);
  return mistakes;
};
