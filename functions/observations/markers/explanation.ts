/** What it is, what can move it down and up, what to do: four lines for a marker's page. */
export type Lines = readonly [string, string, string, string];
export type Explanation = { readonly en: Lines; readonly hi: Lines };
export type Explanations = Readonly<Record<string, Explanation>>;

/** The last line of most markers: one number says little. */
export const ASK = {
  en: 'One number says little. Show it to your doctor with the others.',
  hi: 'एक नंबर से कम पता चलता है। बाकी नतीजों के साथ डॉक्टर को दिखाएँ।',
} as const;
