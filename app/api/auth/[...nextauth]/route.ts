import NextAuth from 'next-auth'
import { NextRequest } from 'next/server'
import { authOptions } from '../../../../server/auth'
import { boundedBody } from '../../../../server/bounded-body'
import { services } from '../../../../server/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** Room for an address and a password; anybody may post here. */
const MAX_BODY_BYTES = 20_000

/** The options are made per request, because the build loads this file where there is no environment. */
async function answer(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const body = await boundedBody(request, MAX_BODY_BYTES)
  if (body === 'too large') return new Response('This is too much for a sign-in.\n', { status: 413 })
  const { url, method, headers } = request
  const bounded = body === null ? request : new NextRequest(url, { method, headers, body })
  return NextAuth(bounded, { params: await context.params }, authOptions(services()))
}

export { answer as GET, answer as POST }
