import { xmlText } from './s3-guard-errors.ts';

const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);

/**
 * `ListObjectVersions` of a bucket that keeps one version of each object, as S3 answers for one that was never versioned:
 * the version's id is `null`. From the engine's list of objects, at most its first thousand.
 */
export const listVersions = async (endpoint: string, bucket: string, prefix: string): Promise<string> => {
  const reply = await fetch(`${endpoint}/${bucket}?list-type=2&prefix=${encodeURIComponent(prefix)}`);
  if (!reply.ok) throw new Error(`The storage engine answered ${reply.status} to a list of objects`);
  const keys = elements(await reply.text(), 'Key');
  const versions = keys.map((key) => `<Version><Key>${key}</Key><VersionId>null</VersionId><IsLatest>true</IsLatest></Version>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListVersionsResult><Name>${xmlText(bucket)}</Name><Prefix>${xmlText(prefix)}</Prefix><IsTruncated>false</IsTruncated>${versions}</ListVersionsResult>`;
};
