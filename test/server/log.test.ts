import { describe, expect, test } from 'vitest'
import { Failure } from '../../mail/failure'
import { logTo, type LogFields } from '../../server/log'
import { prettyLines } from '../../server/log-pretty'

function record(write: (log: ReturnType<typeof logTo>) => void): string {
  const lines: string[] = []
  write(logTo({ write: (line) => void lines.push(line) }, 'debug'))
  return lines.join('')
}

describe('the log', () => {
  test('is one JSON line per sentence, with the ids of the request on each', () => {
    const line = record((log) => { log.child({ requestId: 'r1' }).child({ executionId: 'e1' }).info({ count: 3 }, 'three rules matched') })
    expect(JSON.parse(line)).toMatchObject({ level: 'info', msg: 'three rules matched', requestId: 'r1', executionId: 'e1', count: 3 })
  })

  test('drops every field that is not on its list, however it got past the types', () => {
    const smuggled: LogFields = JSON.parse('{"count":1,"subject":"Salary of Ada","password":"hunter2","code":{"text":"Salary"}}')
    const line = record((log) => { log.info(smuggled, 'stored'); log.child(smuggled).info({}, 'stored') })
    expect(line).not.toMatch(/Salary|hunter2/)
  })

  test('keeps of an error its kind, code and place, and not the text, which may quote mail or a password', () => {
    const driver = Object.assign(new Error('Failed query: insert … params: Salary of Ada'), { code: '23505' })
    const failure = new Failure('message.unreadable', { retry: 'no', publicMessage: 'The mail cannot be read.', peerSaid: 'LOGIN hunter2', cause: driver })
    const line = record((log) => { log.error({ error: failure }, 'ingest failed') })
    expect(line).not.toMatch(/Salary|hunter2/)
    expect(JSON.parse(line)).toMatchObject({ error: { name: 'Failure', code: 'message.unreadable', message: 'The mail cannot be read.', cause: { code: '23505' } } })
    expect(line).toContain('log.test.ts')
  })

  test('names our own mistakes in full', () => {
    const line = record((log) => { log.error({ error: new TypeError('x is not a function') }, 'failed') })
    expect(line).toContain('x is not a function')
  })

  test('reads as text for a person at a terminal', () => {
    const seen: string[] = []
    logTo(prettyLines({ write: (text) => seen.push(text) }), 'info').warn({ port: 2525 }, 'the port is taken')
    expect(seen.join('')).toMatch(/^\d\d:\d\d:\d\d {2}warn {3}the port is taken {2}port=2525\n$/)
  })
})
