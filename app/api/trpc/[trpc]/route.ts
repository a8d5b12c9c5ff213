import { handleApi } from '../../../../server/api'
import { services } from '../../../../server/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

function answer(request: Request): Promise<Response> {
  return handleApi(services(), request)
}

export { answer as GET, answer as POST }
