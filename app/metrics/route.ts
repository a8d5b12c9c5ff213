import { env } from '../../server/env'
import { metrics } from '../../server/metrics'
import { mayReadMetrics } from '../../server/metrics-access'
import { services } from '../../server/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** The numbers of the web process, for a collector. */
export async function GET(request: Request): Promise<Response> {
  if (!mayReadMetrics(request.headers, services().origin, env().POSTROOM_METRICS_TOKEN)) return new Response('Send the metrics token.\n', { status: 401 })
  const { registry } = metrics()
  return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' } })
}
