/** Of every answer. What is a page loosens the policy for itself; everything else may load nothing and be framed nowhere. */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  // Stories are a tenant's own: nothing is kept by caches unless a route says otherwise.
  'cache-control': 'no-store',
} as const;

/** For pages that bring scripts and styles of their own (swagger-ui, bull-board): all from here, no third party. */
export const bundledPagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
