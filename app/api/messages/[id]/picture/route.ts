import { downloadPicture } from '../../../../../server/download'
import { services } from '../../../../../server/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return downloadPicture(services(), request, (await context.params).id)
}
