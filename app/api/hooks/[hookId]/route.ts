import { handleHook } from '../../../../server/hooks'
import { services } from '../../../../server/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export async function POST(request: Request, context: { params: Promise<{ hookId: string }> }): Promise<Response> {
  return handleHook(services(), request, (await context.params).hookId)
}
