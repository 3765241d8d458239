/** `1.2 MB`, `340 KB`; hard space, one decimal below 10 MB. */
export const sizeText = (bytes: number): string => {
  const megabytes = bytes / 1_048_576;
  if (megabytes >= 10) return `${Math.round(megabytes)}\u00a0MB`;
  return megabytes >= 1 ? `${megabytes.toFixed(1)}\u00a0MB` : `${Math.max(1, Math.round(bytes / 1_024))}\u00a0KB`;
};
