import { read } from '../reading/facts.ts';
import type { Finding } from '../reading/findings.ts';
import { durationInWords, frequencyOf } from '../reading/shorthand.ts';
import type { LetterItem, MedicineItem, Mention, Reason, ReturnAction, ReturnItem, TestOrder, Timing } from './letter-items.ts';
import { findingOf } from './letter-items.ts';
import { TAKES_ARTICLE } from './letter-lexicon.ts';
import { listed } from './wording.ts';

const article = (noun: string): string => `${/^(?:[aeio]|u(?!r|n|s)|HIV|X-ray|MRI|ultra)/i.test(noun) ? 'an' : 'a'} ${noun}`;

const withArticle = (finding: Finding): string =>
  !TAKES_ARTICLE.has(finding.name) || /^an? /.test(finding.plain) ? finding.plain : article(finding.plain);

/** `a sore throat`: a noun that opens words of the doctor as it stands in a sentence. */
export const asNoun = (text: string): string => {
  const words = text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  const [first] = read(words, false).facts;
  const finding = first?.first === 0 ? findingOf(first) : undefined;
  const noun = finding && words.slice(first?.start, first?.end) === finding.plain ? withArticle(finding) : undefined;
  return noun === undefined ? words : noun + words.slice(first?.end);
};

const bare = (finding: Finding): string => finding.plain.replace(/^an? /, '');

const PLURALS: Record<string, string> = { foot: 'feet', calf: 'calves', ovary: 'ovaries', testis: 'testes', iliac: 'iliac' };
const pluralOf = (part: string): string => PLURALS[part] ?? `${part}s`;

/** `knee pain` takes its side before it. */
const NAMES_PART = /\b(?:knee|ear|eye|hip|shoulder|ankle|leg|chest|foot|hand|loin)\b/i;

const placed = (mention: Mention, noun: string): string => {
  const { side, part, finding } = mention;
  if (side === undefined && part === undefined) return noun;
  const within = part === undefined ? NAMES_PART.test(finding.plain) : new RegExp(`\\b${part}s?\\b`, 'i').test(finding.plain);
  if (part === 'side' && side !== undefined) return side === 'both' ? `${noun} on both sides` : `${noun} on your ${side} side`;
  if (part === undefined || within) {
    if (side === 'both') return `${noun} on both sides`;
    if (side === undefined) return noun;
    return within ? `${side} ${noun}` : `${noun} on the ${side}`;
  }
  if (side === 'both') return `${noun} in both ${pluralOf(part)}`;
  return `${noun} in your ${side === undefined ? '' : `${side} `}${part}`;
};

const mentioned = (mention: Mention): string => {
  const { finding, adjective, plural } = mention;
  if (plural) return placed(mention, `${bare(finding)}s`);
  const flare = adjective?.startsWith('flare-up of');
  const word = flare ? adjective?.slice('flare-up of'.length).trim() : adjective;
  const noun = word ? `${word} ${bare(finding)}` : bare(finding);
  if (flare) return placed(mention, `a flare-up of ${noun}`);
  const takes = TAKES_ARTICLE.has(finding.name) || /^an? /.test(finding.plain);
  const whole = placed(mention, noun);
  return takes ? article(whole) : whole;
};

const timing = ({ key, lead, bedtime }: Timing): string => {
  if (key.startsWith('slots:')) return `(${key.slice('slots:'.length)}: morning-noon-night)`;
  const words = bedtime ? 'at bedtime' : (frequencyOf(key)?.plain ?? rate(key));
  return lead && words !== '' ? `${durationInWords(lead)} ${words}` : words;
};

const isSlots = ({ key }: Timing): boolean => key.startsWith('slots:');

const howOften = (how: readonly Timing[]): string =>
  [...how.filter(isSlots), ...how.filter((each) => !isSlots(each))]
    .map(timing)
    .filter((text) => text !== '')
    .map((text) => ` ${text}`)
    .join('');

const rate = (key: string): string => {
  const count = /^freq:([\d.-]+)\/(\w+)$/.exec(key);
  if (count) return `${count[1]} times a ${count[2]}`;
  const every = /^every:([\d.-]+)(h|d|w)$/.exec(key);
  return every ? `every ${durationInWords({ amount: every[1] ?? '', unit: every[2] as 'h' | 'd' | 'w' })}` : '';
};

const possible = (finding: Finding): string => `${TAKES_ARTICLE.has(finding.name) ? 'a ' : ''}possible ${bare(finding)}`;

const medicine = (item: MedicineItem): string =>
  [
    { take: 'Take', use: 'Use', continue: 'Keep taking', 'try first': 'Try' }[item.verb],
    ` ${item.name}`,
    item.amount ? ` ${item.amount}` : '',
    howOften(item.how),
    item.verb === 'try first' ? ' first' : '',
    item.regular ? ' regularly' : '',
    item.afterEach ? ` ${item.afterEach}` : '',
    item.purpose ? ` for ${item.purposePossible ? possible(item.purpose) : bare(item.purpose)}` : '',
    item.lasting ? ` for ${durationInWords(item.lasting)}` : '',
    item.overTheCounter ? ' from a pharmacy' : '',
  ].join('');

const tested = ({ test, times, place }: TestOrder): string => {
  const parts = place?.parts ?? [];
  const where = place
    ? ` of ${place.side === 'both' ? `both ${listed(parts.map(pluralOf), 'and')}` : `your ${place.side === undefined ? '' : `${place.side} `}${listed(parts, 'and')}`}`
    : '';
  const noun = /s$/.test(test.english) ? test.english : article(test.english);
  return `${noun}${times === undefined ? '' : ` (${times} times)`}${where}`;
};

const tests = (item: Extract<LetterItem, { kind: 'tests' }>): string => {
  const list = listed(item.tests.map(tested), 'and');
  const sent = { sent: 'We have sent', taken: 'We have taken', done: 'We have done' }[item.sent ?? ''];
  if (sent) return `${sent} ${list.replace(' for the lab', ' to the lab')}`;
  return [
    `You ${item.urgent ? 'urgently ' : ''}need ${list}`,
    item.again ? ' again' : '',
    item.today ? ' today' : '',
    item.gestation ? ` at ${item.gestation} weeks` : '',
    item.after ? ` in ${durationInWords(item.after)}` : '',
    item.consent ? ', with your consent' : '',
  ].join('');
};

const ACTIONS: Record<ReturnAction, string> = {
  'come-back': 'Come back',
  call: 'Call us',
  contact: 'Contact us',
  emergency: 'Go to A&E',
  hospital: 'Go to hospital',
  gp: 'See your GP',
  help: 'Get medical help',
};

/** The reasons as the doctor ordered them; those that are things to have share one `you have`. */
const reasonsInOrder = (reasons: readonly Reason[]): string[] => {
  const told: { nouns?: string[]; clause?: string }[] = [];
  for (const reason of reasons) {
    const last = told.at(-1);
    if ('clause' in reason) told.push({ clause: reason.clause });
    else {
      const noun = 'finding' in reason ? withArticle(reason.finding) : reason.noun;
      if (last?.nouns) last.nouns.push(noun);
      else told.push({ nouns: [noun] });
    }
  }
  return told.map(({ nouns, clause }) => clause ?? `you have ${listed(nouns ?? [], 'or')}`);
};

const conditions = (item: ReturnItem): string => {
  const told = reasonsInOrder(item.reasons);
  const [only = ''] = told;
  // `worsening symptoms (fever, vomiting)`: the list says which symptoms.
  const meant = item.worse && told.length === 1 && only.startsWith('you have ');
  return [
    ...(item.unlessBetter ? ['you are not better'] : []),
    ...(meant ? [`your symptoms get worse: ${only.slice('you have '.length)}`] : item.worse ? ['your symptoms get worse', ...told] : told),
    ...(item.concerns ? ['you have any concerns'] : []),
  ].join(' or ');
};

const returned = (item: ReturnItem): string => {
  const when = conditions(item);
  return [
    item.number === undefined ? ACTIONS[item.action] : `Call ${item.number}`,
    item.urgency === undefined ? '' : ` ${item.urgency}`,
    item.sooner ? ' sooner' : '',
    item.after ? ` in ${durationInWords(item.after)}` : '',
    item.afterWords ? ` in ${item.afterWords}` : '',
    item.then ? ' then' : '',
    item.bring ? ` with your ${item.bring.replace(/^(?:your|the) /, '')}` : '',
    when === '' ? '' : ` if ${when}`,
  ].join('');
};

const opinion = ({ mentions, certain, also }: Extract<LetterItem, { kind: 'opinion' }>): string => {
  if (!certain) return `It may be ${listed(mentions.map(mentioned), 'or')}${also ? ' as well' : ''}`;
  return `The most likely ${mentions.length > 1 ? 'causes are' : 'cause is'} ${listed(mentions.map(mentioned), 'and')}`;
};

const LEADS = {
  none: '',
  stated: '',
  plan: 'Your doctor’s plan: ',
  told: 'You told us about ',
  cause: 'The most likely cause is ',
  maybe: 'It may be ',
  view: 'Your doctor’s view: ',
  allergies: 'Your allergies: ',
} as const;

/** One short sentence to the patient, without its full stop. */
export const inEnglish = (item: LetterItem): string => {
  switch (item.kind) {
    case 'symptoms':
      return `You have had ${listed(item.mentions.map(mentioned), 'and')}${item.lasting ? ` for ${durationInWords(item.lasting)}` : ''}`;
    case 'absent':
      return `You have no ${listed(item.findings.map(bare), 'or')}`;
    case 'no-allergies':
      return 'You have no known allergies to medicines';
    case 'allergy':
      return `You ${item.possible ? 'may be' : 'are'} allergic to ${item.to}${item.degree || item.detail ? ` (${[item.degree, item.detail].filter(Boolean).join(', ')})` : ''}`;
    case 'opinion':
      return opinion(item);
    case 'about':
      return `This visit was about ${listed(item.mentions.map(mentioned), 'and')}`;
    case 'medicine':
      return medicine(item);
    case 'change': {
      const verb = item.direction === 'increase' ? 'Increase' : 'Reduce';
      return item.to ? `${verb} ${item.name} to ${item.to}${howOften(item.how)}` : `${verb} ${item.name}: take it${howOften(item.how)}`;
    }
    case 'stop':
      return item.avoid ? `Do not take ${item.other ? 'other ' : ''}${item.name}` : `Stop taking ${item.name}`;
    case 'delayed':
      return `Start ${item.name}${item.antibiotic ? ' antibiotics' : ''}${item.after ? ` in ${durationInWords(item.after)}` : ''} if you are not better`;
    case 'self-care':
      return `${item.advice.english}${item.lasting ? ` for ${durationInWords(item.lasting)}` : ''}`;
    case 'water':
      return `Drink ${item.amount} litres of water every day`;
    case 'sleep':
      return `Sleep ${item.least ? 'at least ' : ''}${item.amount} hours every day`;
    case 'tests':
      return tests(item);
    case 'return':
      return returned(item);
    case 'words':
      return `${LEADS[item.lead]}${item.text}`;
  }
};
