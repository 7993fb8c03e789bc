/**
 * Sent with everything the page loads. Element Plus sets inline styles, so styles may be inline;
 * scripts may not. `connect-src 'self'` keeps the page from loopback ports and from the network; pictures of
 * members lie where their addresses say.
 */
const CONTENT_SECURITY_POLICY = {
  'default-src': "'self'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob: https:",
  'font-src': "'self' data:",
  'connect-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'form-action': "'none'",
} as const

const DENIED_FEATURES = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']

/** `devConnect` adds Vite's socket while developing. */
export function contentSecurityPolicy(devConnect?: string): string {
  return Object.entries(CONTENT_SECURITY_POLICY)
    .map(([name, value]) => `${name} ${value}`)
    .map((rule) => (devConnect && rule.startsWith('connect-src') ? `${rule} ${devConnect}` : rule))
    .join('; ')
}

/** Headers of every answer of `app://admin/`, whoever made its body. */
export function securityHeaders(devConnect?: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(devConnect),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': DENIED_FEATURES.map((feature) => `${feature}=()`).join(', '),
  }
}
