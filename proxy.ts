import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy } from './server/content-security-policy'

/**
 * Gives every page its content security policy with a nonce of its own. Nothing else happens here: who may see what is decided where it is read.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  // For the way back after signing in: a layout is not told which page it stands round.
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: ['/((?!api/|_next/static|_next/image|healthz|readyz|metrics|favicon.ico).*)'] }
