import { handleApproval } from '../../../../server/approval-link'
import { services } from '../../../../server/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export async function POST(request: Request, context: { params: Promise<{ token: string }> }): Promise<Response> {
  return handleApproval(services(), request, (await context.params).token)
}
