/** Headers that are the same for every answer. The content security policy carries a nonce per request: proxy.ts. */
const HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
]

/** @type {import('next').NextConfig} */
export default {
  // Two builds of one checkout, such as a running installation and a test's, do not share a folder.
  distDir: process.env.POSTROOM_NEXT_DIST ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // `npm run check` checks types, of tests too; a start must neither wait for that nor fail because of a test file.
  typescript: { ignoreBuildErrors: true },
  // A lock file in a folder above a clone must not move the project's root.
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ['@node-rs/argon2', '@temporalio/client', 'imapflow', 'mailparser', 'nodemailer', 'pino', 'postgres', 'prom-client'],
  // A plain form must be able to say that it is ours: without a referrer browsers send it with `Origin: null`.
  headers: async () => [{ source: '/:path*', headers: HEADERS }, { source: '/approve/:path*', headers: [{ key: 'Referrer-Policy', value: 'same-origin' }] }],
}
