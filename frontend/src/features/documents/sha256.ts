/** SHA-256 of a file, base64. WebCrypto takes the file whole; it has 25 MB at most. Throws if the file is not there any more. */
export const sha256Of = async (file: Blob): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return btoa(String.fromCharCode(...digest));
};
