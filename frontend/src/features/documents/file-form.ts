import type { DocumentCategory, MedicalFile } from '../../../../functions/documents/contract.ts';
import type { CallInput } from '../../shared/api/client.ts';

/** What a person may change about a file, as it stands in the fields. */
export type FileForm = {
  readonly name: string;
  readonly category: DocumentCategory;
  readonly date: string;
  readonly provider: string;
  /** With commas between. */
  readonly tags: string;
  readonly note: string;
  readonly appointmentId: string;
};

type Changes = CallInput<'PATCH /documents/{documentId}'>['body']['changes'];

export const formOf = ({ name, category, date, provider, tags, note, appointmentId }: MedicalFile): FileForm => ({
  name,
  category,
  date: date ?? '',
  provider: provider ?? '',
  tags: tags.join(', '),
  note: note ?? '',
  appointmentId: appointmentId ?? '',
});

export const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,،;\n]/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

export type FormProblem = {
  readonly field: 'name' | 'date' | 'tags';
  readonly word: 'name.missing' | 'name.slash' | 'date.future' | 'tags.many';
};

/** What is to be put right before it is sent; `today` is the date in India. */
export const problemsOf = (form: FileForm, today: string): FormProblem[] => {
  const problems: FormProblem[] = [];
  const tags = tagsOf(form.tags);
  if (!form.name.trim()) problems.push({ field: 'name', word: 'name.missing' });
  else if (/[/\\]/.test(form.name)) problems.push({ field: 'name', word: 'name.slash' });
  if (form.date > today) problems.push({ field: 'date', word: 'date.future' });
  if (tags.length > 10 || tags.some((tag) => tag.length > 40)) problems.push({ field: 'tags', word: 'tags.many' });
  return problems;
};

const textOrNull = (text: string): string | null => text.trim() || null;

/** Only what differs from the file; an emptied field takes its part out. */
export const changesOf = (document: MedicalFile, form: FileForm): Changes => {
  const before = formOf(document);
  return {
    ...(form.name.trim() !== before.name && { name: form.name.trim() }),
    ...(form.category !== before.category && { category: form.category }),
    ...(form.date !== before.date && { date: form.date || null }),
    ...(form.provider.trim() !== before.provider && { provider: textOrNull(form.provider) }),
    ...(tagsOf(form.tags).join() !== document.tags.join() && { tags: tagsOf(form.tags) }),
    ...(form.note.trim() !== before.note && { note: textOrNull(form.note) }),
    ...(form.appointmentId !== before.appointmentId && { appointmentId: form.appointmentId || null }),
  };
};
