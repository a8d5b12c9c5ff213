import { describe, expect, it } from 'vitest'
import de from '../../../app/messages/de/troubles.json'
import en from '../../../app/messages/en/troubles.json'
import { failureOf } from '../../../mail/endpoint-call'
import { keyOf } from '../../../rules/prediction'

const answered = (status: number, redirectsTo: string | null = null) => failureOf({ status, said: '', retryAfterSeconds: null, redirectsTo })?.code ?? 'none'

describe('what goes wrong with a web address', () => {
  it('has a cause of its own in every language, so that nobody is shown a code or another language', () => {
    const codes = [answered(301, 'https://elsewhere.example/'), answered(404), answered(429), answered(503), 'web.answer lost', 'web.unreachable', 'web.address', 'host not allowed']
    expect(codes.slice(0, 4)).toEqual(['web.redirected', 'web.refused', 'web.try later', 'web.try later'])
    for (const code of codes) {
      expect(Object.keys(en.cause)).toContain(keyOf(code))
      expect(Object.keys(de.cause)).toContain(keyOf(code))
    }
  })
})
