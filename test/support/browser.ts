// As much of a browser as signing in needs: it keeps cookies, sends Origin where browsers do, and follows nothing by itself.

import superjson from 'superjson'
import { z } from 'zod'

const ANSWER = z.object({ result: z.object({ data: z.unknown() }).optional(), error: z.unknown().optional() })

export interface Answer {
  readonly status: number
  /** What the procedure returned; undefined after an error. */
  readonly value: unknown
}

export class Browser {
  private readonly jar = new Map<string, { value: string; attributes: string }>()

  constructor(private readonly url: string) {}

  get cookie(): string {
    return [...this.jar].map(([name, { value }]) => `${name}=${value}`).join('; ')
  }

  /** What was said about the cookie when it was set. */
  attributesOf(name: string): string {
    return this.jar.get(name)?.attributes ?? ''
  }

  /** The same cookies in other hands. */
  copy(): Browser {
    const other = new Browser(this.url)
    for (const [name, cookie] of this.jar) other.jar.set(name, cookie)
    return other
  }

  /** Fills in the form. `error` is what the sign-in screen is told. */
  async signIn(email: string, password: string): Promise<{ status: number; error: string | null }> {
    const response = await this.post('/api/auth/callback/credentials', { email, password, csrfToken: await this.csrfToken(), callbackUrl: this.url })
    return { status: response.status, error: new URL(response.headers.get('location') ?? '/', this.url).searchParams.get('error') }
  }

  async signOut(): Promise<void> {
    await this.post('/api/auth/signout', { csrfToken: await this.csrfToken(), callbackUrl: this.url })
  }

  /** What the screens learn about who is signed in. */
  async session(): Promise<unknown> {
    return (await this.fetch('/api/auth/session')).json()
  }

  async ask(procedure: string): Promise<Answer> {
    return answerOf(await this.fetch(`/api/trpc/${procedure}`))
  }

  async tell(procedure: string, input: unknown, { origin = this.url, type = 'application/json' }: { origin?: string | null; type?: string } = {}): Promise<Answer> {
    const headers = { 'content-type': type, ...(origin === null ? {} : { origin }) }
    return answerOf(await this.fetch(`/api/trpc/${procedure}`, { method: 'POST', headers, body: Buffer.from(JSON.stringify(superjson.serialize(input))) }))
  }

  private async csrfToken(): Promise<string> {
    return z.object({ csrfToken: z.string() }).parse(await (await this.fetch('/api/auth/csrf')).json()).csrfToken
  }

  private post(path: string, fields: Record<string, string>): Promise<Response> {
    return this.fetch(path, { method: 'POST', headers: { origin: this.url }, body: new URLSearchParams(fields) })
  }

  private async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.jar.size > 0) headers.set('cookie', this.cookie)
    const response = await fetch(`${this.url}${path}`, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.keep(line)
    return response
  }

  private keep(line: string): void {
    const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? []
    if (value === '' || /max-age=0/i.test(attributes)) this.jar.delete(name)
    else this.jar.set(name, { value, attributes })
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const { result } = ANSWER.parse(await response.json())
  const wrapped = z.object({ json: z.unknown(), meta: z.unknown().optional() }).safeParse(result?.data)
  return { status: response.status, value: wrapped.success ? superjson.parse(JSON.stringify(wrapped.data)) : undefined }
}
