export type SignInProblem = { readonly kind: 'wrong' } | { readonly kind: 'unreachable' } | { readonly kind: 'limited'; readonly until: Date }

/** What the sign-in endpoint's answer means (server/auth.ts says its codes). */
export function outcomeOf(answer: { readonly ok: boolean; readonly error?: string | null | undefined } | undefined, now: Date): 'signed in' | SignInProblem {
  if (answer === undefined) return { kind: 'unreachable' }
  const code = answer.error ?? ''
  const limited = /^limited:(\d+)$/.exec(code)?.[1]
  if (limited !== undefined) return { kind: 'limited', until: new Date(now.getTime() + Number(limited) * 1000) }
  if (code === 'CredentialsSignin') return { kind: 'wrong' }
  return answer.ok && code === '' ? 'signed in' : { kind: 'unreachable' }
}
