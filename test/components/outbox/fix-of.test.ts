import { describe, expect, test } from 'vitest'
import { fixOf } from '../../../components/outbox/fix-of'
import { outboxAddress, questionOf } from '../../../components/outbox/outbox-url'

describe('a group of mail that did not leave', () => {
  test('whose server refuses us leads to that server', () => {
    expect(fixOf({ code: 'authentication', states: ['failed'] })).toBe('server')
  })

  test('that nobody can say the fate of is looked at, whatever its cause', () => {
    expect(fixOf({ code: 'authentication', states: ['uncertain'] })).toBe('look')
  })

  test('that the other side refused for good is looked at, not sent again blindly', () => {
    expect(fixOf({ code: 'rejected', states: ['failed'] })).toBe('look')
  })

  test('that only took too long is sent again, or waits for its next try', () => {
    expect(fixOf({ code: 'timeout', states: ['failed'] })).toBe('retry')
    expect(fixOf({ code: 'deferred', states: ['deferred'] })).toBe('wait')
  })
})

describe('the filter of the outbox', () => {
  test('counts mail being sent among the queued', () => {
    expect(questionOf({ state: 'queued', by: null, error: null, q: '' }).states).toEqual(['queued', 'sending'])
  })

  test('goes along to a mail and leaves out what is not set', () => {
    expect(outboxAddress({ state: 'failed', q: '', by: null }, '/outbox/1')).toBe('/outbox/1?state=failed')
  })
})
