import type { ScreenLanguage } from '../../identity/contract.ts';
import type { Topic } from '../contract.ts';
import type { About } from '../items.ts';

/** Variables of a text, each already in words: a time as `8:00 am`, a count as `3`. */
export type Variables = Readonly<Record<string, string>>;
/** No variable at all. */
export type Nothing = Readonly<Record<never, string>>;

/** A text in every language of the screens. A variable that the template does not have does not compile. */
export type Said<V extends Variables> = Readonly<Record<ScreenLanguage, (variables: V) => string>>;

/** Nineteen digits that the DLT platform gives to a registered text (TRAI, TCCCPR 2018). */
export type DltTemplateId = `${bigint}`;

/**
 * An SMS to India: its text, with each variable in its place, must equal the one that is registered under the id. So a text
 * has its ids, one for each language, or it does not compile.
 */
export type Sms<V extends Variables> = { readonly text: Said<V>; readonly templateId: Readonly<Record<ScreenLanguage, DltTemplateId>> };

/** A WhatsApp template, registered under a name; its variables stand in this order. */
export type Whatsapp<V extends Variables> = {
  readonly name: string;
  readonly text: Said<V>;
  readonly parameters: readonly (keyof V & string)[];
};

/** What may be read by whoever sees the phone lie there, and what only by whoever chose so. */
export type Lock<Plain, Detailed> = { readonly plain: Plain; readonly detailed: Detailed };

/**
 * What one kind of notification says. `Open` may stand on a lock screen (a time, a number); `Closed` (a medicine, a name)
 * only where the person chose to see details: the types of the plain texts know no closed variable.
 */
export type Template<Open extends Variables, Closed extends Variables> = {
  readonly topic: Topic | 'emergency';
  /** The page that it opens. */
  readonly page: (about: About) => string;
  readonly inbox: { readonly title: Said<Open>; readonly body: Said<Open & Closed> };
  readonly push: Lock<
    { readonly title: Said<Open>; readonly body: Said<Open> },
    { readonly title: Said<Open>; readonly body: Said<Open & Closed> }
  >;
  readonly whatsapp?: Lock<Whatsapp<Open>, Whatsapp<Open & Closed>>;
  readonly sms?: Lock<Sms<Open>, Sms<Open & Closed>>;
  /** An e-mail is opened before it is read; only its subject is plain. */
  readonly email?: { readonly subject: Said<Open>; readonly text: Said<Open & Closed> };
  /** Whether the notification itself can be answered: taken, later. */
  readonly answers?: true;
  /** Wakes the device up at once. */
  readonly urgent?: true;
};

/** Keeps the exact types of the variables, which `render` asks for. */
export const template = <Open extends Variables, Closed extends Variables>(declared: Template<Open, Closed>): Template<Open, Closed> =>
  declared;
