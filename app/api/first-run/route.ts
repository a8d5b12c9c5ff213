import { handleFirstOwner } from '../../../server/first-owner'
import { services } from '../../../server/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

function answer(request: Request): Promise<Response> {
  return handleFirstOwner(services(), request)
}

export { answer as GET, answer as POST }
