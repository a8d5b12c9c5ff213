import { readiness } from '../../server/ready'
import { services } from '../../server/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** 200 when everything is up, else 503; the body names what is not. */
export async function GET(): Promise<Response> {
  const found = await readiness(services())
  return Response.json(found, { status: found.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
