import type { NextAuthOptions } from 'next-auth'
import credentials from 'next-auth/providers/credentials'
import { metrics } from './metrics'
import type { Services } from './services'
import { revokeSession, sessionActor, sessionCookieName, SESSION_SECONDS } from './session'
import { signIn } from './sign-in'

/**
 * NextAuth's settings: it owns the sign-in form's endpoints and the cookie. The cookie names a session row (`sid`), and the row decides (session.ts).
 * Errors reach the sign-in screen as a code: `CredentialsSignin` (address or password is wrong) or `limited:<seconds>`.
 */
export function authOptions(services: Services): NextAuthOptions {
  const secure = services.origin.startsWith('https:')
  return {
    secret: services.sessionSecret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    cookies: { sessionToken: { name: sessionCookieName(services.origin), options: { httpOnly: true, sameSite: 'lax', path: '/', secure } } },
    providers: [
      credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, request) {
          const headers = new Headers(Object.entries(request.headers ?? {}).flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : [])))
          const outcome = await signIn(
            services.database,
            { email: given?.email ?? '', password: given?.password ?? '', client: clientOf(headers), userAgent: headers.get('user-agent') ?? '' },
            services.now(),
          )
          metrics().signIns.inc({ result: outcome.result })
          if (outcome.result === 'limited') throw new Error(`limited:${outcome.retryAfterSeconds}`)
          if (outcome.result === 'refused') return null
          return { id: outcome.userId, email: outcome.email, name: outcome.name, sid: outcome.sessionId }
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        return user !== undefined && 'sid' in user ? { ...token, sid: user.sid } : token
      },
      async session({ session, token }) {
        const actor = typeof token.sid === 'string' ? await sessionActor(services, token.sid) : null
        return actor === null ? { expires: new Date(0).toISOString() } : session
      },
    },
    logger: {
      error(code, detail) {
        services.log.error({ code, error: detail instanceof Error ? detail : detail.error }, 'sign-in failed inside NextAuth')
      },
      warn(code) {
        services.log.warn({ code }, 'NextAuth warns')
      },
      debug: () => undefined,
    },
    events: {
      async signOut({ token }) {
        if (typeof token.sid === 'string') await revokeSession(services.database, token.sid, services.now())
      },
    },
  }
}

/** The nearest hop's word for where the request came from: the last entry, because earlier ones are whatever the client wrote. */
function clientOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
}
