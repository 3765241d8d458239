/**
 * Leaves for the provider's page by a form, as the provider asks: the fields are the API's, and the amount is the order's,
 * which the provider keeps.
 */
export function openCheckout({ url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> }): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = url;
  form.hidden = true;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
