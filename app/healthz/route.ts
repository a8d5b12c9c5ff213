export const dynamic = 'force-dynamic'

/** The process is alive and serves. Says nothing about anything behind it. */
export function GET(): Response {
  return new Response('ok\n', { headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' } })
}
