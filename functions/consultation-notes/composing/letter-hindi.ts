import type { Finding } from '../reading/findings.ts';
import { FINDINGS } from '../reading/findings.ts';
import { frequencyOf } from '../reading/shorthand.ts';
import { DOSE_UNITS, TIME_WORDS_HINDI } from '../reading/shorthand-lexicon.ts';
import type { Duration, LetterItem, MedicineItem, Mention, ReturnAction, ReturnItem, TestOrder, Timing } from './letter-items.ts';
import { listed } from './wording.ts';

/** A part of the body before `में`, one and several. */
const PARTS: Record<string, readonly [one: string, several: string]> = {
  knee: ['घुटने', 'घुटनों'],
  hand: ['हाथ', 'हाथों'],
  foot: ['पैर', 'पैरों'],
  leg: ['पैर', 'पैरों'],
  ear: ['कान', 'कानों'],
  eye: ['आँख', 'आँखों'],
  hip: ['कूल्हे', 'कूल्हों'],
  shoulder: ['कंधे', 'कंधों'],
  ankle: ['टख़ने', 'टख़नों'],
  elbow: ['कोहनी', 'कोहनियों'],
  wrist: ['कलाई', 'कलाइयों'],
  arm: ['बाँह', 'बाँहों'],
  back: ['पीठ', 'पीठ'],
  chest: ['छाती', 'छाती'],
  head: ['सिर', 'सिर'],
  neck: ['गर्दन', 'गर्दन'],
  abdomen: ['पेट', 'पेट'],
};
const SIDES = { left: 'बाएँ', right: 'दाएँ', both: 'दोनों' } as const;
const NAMED = new Set(FINDINGS.map(({ hindi }) => hindi));
/** Findings that read well after `हाथ में`. */
const PLACEABLE = new Set([
  'pain',
  'numbness',
  'weakness',
  'swelling',
  'stiffness',
  'itching',
  'pins and needles',
  'rash',
  'injury',
  'dry skin',
]);
/** Their Hindi names a whole body. */
const ELSEWHERE: Record<string, string> = { rash: 'दाने', 'dry skin': 'रूखापन' };

const mention = ({ finding, adjective, side, part, plural }: Mention): string | undefined => {
  if (finding.hindi === '' || adjective !== undefined || plural) return undefined;
  if (side === undefined && part === undefined) return finding.hindi;
  if (part === undefined) return undefined;
  const [one, several] = PARTS[part] ?? [];
  if (one === undefined || several === undefined) return undefined;
  const where = side === 'both' ? several : one;
  const opening = side === undefined ? '' : `${SIDES[side]} `;
  if (finding.hindi.startsWith(`${one} `)) return `${opening}${where}${finding.hindi.slice(one.length)}`;
  const whole = `${where} में ${ELSEWHERE[finding.name] ?? finding.hindi}`;
  // `पैर में दर्द` is pain of the leg: not said of a foot.
  return PLACEABLE.has(finding.name) && !NAMED.has(`${one} में ${finding.hindi}`) && !NAMED.has(whole) ? `${opening}${whole}` : undefined;
};

const all = (texts: readonly (string | undefined)[], joiner: string): string | undefined =>
  texts.length > 0 && texts.every((text): text is string => text !== undefined) ? listed(texts, joiner) : undefined;

/** All the Hindi names, or nothing if one is not known to be safe. */
const names = (findings: readonly Finding[], joiner: string): string | undefined =>
  all(
    findings.map((finding) => (finding.hindi === '' ? undefined : finding.hindi)),
    joiner,
  );

const lastingFor = (duration: Duration): string =>
  `${duration.amount} ${duration.unit === 'w' && duration.amount === '1' ? 'हफ़्ते' : TIME_WORDS_HINDI[duration.unit]}`;

/** The code of the prescription with what its figures mean, as in English: the figures stay as the doctor wrote them. */
const slots = (key: string): string => `${key.slice('slots:'.length)} (सवेरे-दोपहर-रात)`;

const howOften = (how: readonly Timing[]): string[] | undefined => {
  const words: string[] = [];
  for (const { key, lead, bedtime } of how) {
    const count = /^freq:([\d-]+)\/day$/.exec(key);
    const known = frequencyOf(key)?.hindi;
    if (lead) {
      // `खाने से 30 मिनट पहले`: the length of time stands inside the phrase.
      const inside = known && /^(.+) (से पहले|के बाद)$/.exec(known);
      if (!inside) return undefined;
      words.push(inside[2] === 'से पहले' ? `${inside[1]} से ${lastingFor(lead)} पहले` : `${inside[1]} के ${lastingFor(lead)} बाद`);
    } else if (bedtime) words.push('सोते समय');
    else if (key.startsWith('slots:') && key.split('-').length === 3) words.push(slots(key));
    else if (known) words.push(known);
    else if (count) words.push(`दिन में ${count[1]} बार`);
    else return undefined;
  }
  return words;
};

/** `650 mg` and a bare `500` read alike in both scripts; other units only where the unit is one of these. */
const HINDI_UNITS: Record<string, string> = {
  mg: 'mg',
  mcg: 'mcg',
  g: 'g',
  ml: 'ml',
  tablet: 'गोली',
  capsule: 'कैप्सूल',
  drop: 'बूँद',
  spoon: 'चम्मच',
};

const amountInHindi = (amount: string): string | undefined => {
  const match = /^([\d.]+(?:-[\d.]+)?)\s*(\p{L}*)$/u.exec(amount);
  if (!match) return undefined;
  if (match[2] === '' || match[2] === undefined) return match[1];
  const letters = match[2].toLowerCase();
  const unit = DOSE_UNITS[letters] ?? DOSE_UNITS[letters.replace(/s$/, '')];
  const written = unit === undefined ? undefined : HINDI_UNITS[unit];
  return written && `${match[1]} ${written}`;
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const STOOL = /^after (?:each|every) stools?$/;

const medicine = (item: MedicineItem): string | undefined => {
  const often = howOften(item.how);
  const amount = item.amount === undefined ? '' : amountInHindi(item.amount);
  if (
    often === undefined ||
    amount === undefined ||
    (item.purpose && (item.purposePossible || item.purpose.hindi === '' || / का /.test(item.purpose.hindi)))
  )
    return undefined;
  if (item.afterEach !== undefined && !STOOL.test(item.afterEach)) return undefined;
  const purpose = item.purpose && `${item.purpose.hindi} के लिए `;
  return [
    item.overTheCounter ? 'दवा की दुकान से ' : '',
    item.verb === 'try first' ? 'पहले ' : '',
    purpose ?? '',
    capital(item.name),
    amount === '' ? '' : ` ${amount}`,
    item.afterEach === undefined ? '' : ' हर बार मल के बाद',
    ...often.map((words) => ` ${words}`),
    item.regular ? ' नियमित रूप से' : '',
    item.lasting ? ` ${lastingFor(item.lasting)} तक` : '',
    { take: ' लें', use: ' इस्तेमाल करें', continue: ' लेते रहें', 'try first': ' लें' }[item.verb],
  ].join('');
};

const change = (item: Extract<LetterItem, { kind: 'change' }>): string | undefined => {
  const often = howOften(item.how);
  const to = item.to === undefined ? '' : amountInHindi(item.to);
  if (often === undefined || to === undefined) return undefined;
  const name = capital(item.name);
  if (to === '') return `${name} की ख़ुराक ${item.direction === 'increase' ? 'बढ़ाएँ' : 'घटाएँ'}: ${often.join(' ')} लें`;
  return [name, item.direction === 'increase' ? 'बढ़ाकर' : 'घटाकर', to, ...often, 'लें'].join(' ');
};

const tested = ({ test, times, place }: TestOrder): string | undefined => {
  if (times !== undefined) return undefined;
  if (!place) return test.hindi;
  const parts = place.parts.map((part) => PARTS[part]?.[place.side === 'both' ? 1 : 0]);
  const where = all(parts, 'और');
  return where && `${place.side ? `${SIDES[place.side]} ` : ''}${where} का ${test.hindi}`;
};

const tests = (item: Extract<LetterItem, { kind: 'tests' }>): string | undefined => {
  const list = all(item.tests.map(tested), 'और');
  if (list === undefined || item.sent !== undefined || item.consent || item.gestation) return undefined;
  const when = [
    item.after ? `${lastingFor(item.after)} बाद` : '',
    item.today ? 'आज' : '',
    item.again ? 'फिर से' : '',
    item.urgent ? 'जल्द से जल्द' : '',
  ]
    .filter((word) => word !== '')
    .join(' ');
  return when === '' ? `ये जाँच करवाएँ: ${list}` : `${when} करवाएँ: ${list}`;
};

const ACTIONS: Record<ReturnAction, string> = {
  'come-back': 'दिखाने आएँ',
  call: 'हमें फ़ोन करें',
  contact: 'हमसे संपर्क करें',
  emergency: 'A&E (आपातकाल) जाएँ',
  hospital: 'अस्पताल जाएँ',
  gp: 'अपने डॉक्टर (GP) को दिखाएँ',
  help: 'डॉक्टर को दिखाएँ',
};

const returned = (item: ReturnItem): string | undefined => {
  if (item.urgency !== undefined || item.bring !== undefined || item.then || item.afterWords !== undefined) return undefined;
  const act = `${item.sooner ? 'इससे पहले ही ' : ''}${item.number === undefined ? ACTIONS[item.action] : `${item.number} पर फ़ोन करें`}`;
  const reasons = item.reasons.map((reason) => ('finding' in reason && reason.finding.hindi !== '' ? reason.finding.hindi : undefined));
  const what = item.reasons.length === 0 ? '' : all(reasons, 'या');
  if (what === undefined) return undefined;
  if (item.worse && what !== '') return item.unlessBetter || item.concerns || item.after ? undefined : `अगर ये तकलीफ़ बढ़े तो ${act}: ${what}`;
  const conditions = [
    item.unlessBetter ? `${item.after ? `${lastingFor(item.after)} में ` : ''}आराम न हो` : '',
    item.worse ? 'तकलीफ़ बढ़े' : '',
    what === '' ? '' : `${what} हो`,
    item.concerns ? 'कोई चिंता हो' : '',
  ].filter((condition) => condition !== '');
  if (conditions.length === 0) return `${item.after ? `${lastingFor(item.after)} बाद ` : ''}${act}`;
  if (item.after && !item.unlessBetter) return undefined;
  return `${what === '' ? '' : 'अगर '}${conditions.join(' या ')} तो ${act}`;
};

/**
 * The Hindi of an item, without its stop, or nothing where the lexicon cannot say the whole of it safely: then the
 * letter keeps its English. No form shows anybody's gender; a command ends in -ें.
 */
export const inHindi = (item: LetterItem): string | undefined => {
  switch (item.kind) {
    case 'symptoms': {
      const what = all(item.mentions.map(mention), 'और');
      return what && `आपको ${item.lasting ? `${lastingFor(item.lasting)} से ` : ''}${what} है`;
    }
    case 'absent': {
      const what = names(item.findings, 'या');
      return what && `आपको ${what} नहीं है`;
    }
    case 'no-allergies':
      return 'आपको किसी दवा से एलर्जी नहीं है, जहाँ तक पता है';
    case 'allergy': {
      // Not `गंभीर एलर्जी`, which is the name of an illness of its own.
      const degree = item.degree === undefined ? '' : { mild: 'हल्की ' }[item.degree];
      return degree === undefined || item.detail || item.possible ? undefined : `आपको ${capital(item.to)} से ${degree}एलर्जी है`;
    }
    case 'opinion': {
      const what = all(item.mentions.map(mention), item.certain ? 'और' : 'या');
      return what && `${item.likely ? 'सबसे ज़्यादा संभावना' : 'डॉक्टर की राय'}: ${item.certain ? '' : 'शायद '}${what}${item.also ? ' भी' : ''}`;
    }
    case 'about': {
      const what = all(item.mentions.map(mention), 'और');
      return what && `यह चिट्ठी इस बारे में है: ${what}`;
    }
    case 'medicine':
      return medicine(item);
    case 'change':
      return change(item);
    case 'stop':
      return item.avoid ? `${item.other ? 'दूसरी ' : ''}${capital(item.name)} न लें` : `${capital(item.name)} लेना बंद करें`;
    case 'delayed':
      return item.after && `${lastingFor(item.after)} में आराम न हो तो ${capital(item.name)} शुरू करें`;
    case 'self-care':
      return item.lasting ? undefined : item.advice.hindi;
    case 'water':
      return `रोज़ ${item.amount} लीटर पानी पिएँ`;
    case 'sleep':
      return item.least ? `रोज़ कम से कम ${item.amount} घंटे सोएँ` : `रोज़ ${item.amount} घंटे सोएँ`;
    case 'tests':
      return tests(item);
    case 'return':
      return returned(item);
    case 'words':
      return undefined;
  }
};

/** What stands before English words in a Hindi letter. A whole sentence of the history needs nothing. */
export const hindiLead = (item: LetterItem): string => {
  if (item.kind === 'symptoms' || item.kind === 'absent') return '';
  if (item.kind === 'opinion' || item.kind === 'about') return 'डॉक्टर की राय: ';
  if (item.kind === 'allergy') return 'एलर्जी: ';
  if (item.kind !== 'words') return 'डॉक्टर की सलाह: ';
  return {
    none: 'डॉक्टर की सलाह: ',
    stated: 'डॉक्टर ने लिखा है: ',
    plan: 'डॉक्टर की सलाह: ',
    told: 'आपने बताया: ',
    cause: 'डॉक्टर की राय: ',
    maybe: 'डॉक्टर की राय: शायद ',
    view: 'डॉक्टर की राय: ',
    allergies: 'एलर्जी: ',
  }[item.lead];
};
