/** Some browsers read the file only after the click is over (milliseconds). */
const STILL_READ = 60_000;

/** Hands a file that was made here to the browser as a download. */
export const saveFile = (name: string, content: BlobPart, type: string): void => {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), STILL_READ);
};
