import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { authOptions } from '../../../../server/auth'
import { services } from '../../../../server/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** The options are made per request, because the build loads this file where there is no environment. */
async function answer(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return NextAuth(request, { params: await context.params }, authOptions(services()))
}

export { answer as GET, answer as POST }
