/** Where the web app may send a form: Razorpay's page, which a payment opens, is then a page of its own with rules of its own. */
const FORM_TARGETS = ['https://api.razorpay.com'];

export type WebTargets = {
  /** What the app talks to: the API and sign-in. */
  readonly connectOrigins: readonly string[];
  /** Where it sends medical files, and shows them from. */
  readonly filesOrigin: string;
};

/** What the web app may load and talk to. No inline script or style, and nothing from elsewhere but the API, sign-in and medical files. */
export const contentSecurityPolicy = ({ connectOrigins, filesOrigin }: WebTargets): string =>
  Object.entries({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:', filesOrigin],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...connectOrigins, filesOrigin],
    // The browser's own viewer shows a PDF; `default-src` keeps it out of <object> and <embed>.
    'frame-src': [filesOrigin],
    'manifest-src': ["'self'"],
    'worker-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'", ...FORM_TARGETS],
    'frame-ancestors': ["'none'"],
  })
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ');

/** Files that decide which version of the app runs, and where it talks to: asked for anew each time. */
const FRESH = ['/', '/index.html', '/sw.js', '/config.json', '/manifest.webmanifest'];

/** Amplify's `customHeaders`, a YAML document (JSON strings are YAML strings). */
export const customHeaders = (targets: WebTargets): string => {
  const everywhere = {
    'Content-Security-Policy': contentSecurityPolicy(targets),
    'Strict-Transport-Security': 'max-age=63072000; includeSubDomains; preload',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(self), payment=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
  const rules: [string, Record<string, string>][] = [
    ['**', everywhere],
    ...FRESH.map((path): [string, Record<string, string>] => [path, { 'Cache-Control': 'no-cache' }]),
    // Vite puts a hash of the content into these names.
    ['/assets/**', { 'Cache-Control': 'public, max-age=31536000, immutable' }],
  ];
  const lines = rules.flatMap(([pattern, headers]) => [
    `  - pattern: '${pattern}'`,
    '    headers:',
    ...Object.entries(headers).flatMap(([key, value]) => [`      - key: '${key}'`, `        value: "${value}"`]),
  ]);
  return ['customHeaders:', ...lines, ''].join('\n');
};
