import { describe, expect, test } from 'vitest'
import { parseEnv } from '../../server/env'

const COMPLETE = {
  DATABASE_URL_APP: 'postgres://app@127.0.0.1/postroom',
  DATABASE_URL_SYSTEM: 'postgres://system@127.0.0.1/postroom',
  POSTROOM_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  NEXTAUTH_SECRET: 'x'.repeat(40),
  NEXTAUTH_URL: 'http://localhost:3000',
}

describe('the environment', () => {
  test('needs five variables; the rest has defaults', () => {
    expect(parseEnv(COMPLETE)).toMatchObject({ TEMPORAL_NAMESPACE: 'postroom', POSTROOM_DEMO: true, POSTROOM_SUPERVISED: false, POSTROOM_ALLOWED_HOSTS: [], LOG_LEVEL: 'info' })
  })

  test('reads lists and flags', () => {
    const read = parseEnv({ ...COMPLETE, POSTROOM_ALLOWED_HOSTS: '127.0.0.1:1143, localhost:1025', POSTROOM_DEMO: '0', TEMPORAL_ADDRESS: '' })
    expect(read).toMatchObject({ POSTROOM_ALLOWED_HOSTS: ['127.0.0.1:1143', 'localhost:1025'], POSTROOM_DEMO: false })
    expect(read.TEMPORAL_ADDRESS).toBeUndefined()
  })

  test('names every variable that is missing or wrong and shows no value', () => {
    const attempt = () => parseEnv({ ...COMPLETE, DATABASE_URL_APP: undefined, POSTROOM_MASTER_KEY: 'hunter2', POSTROOM_DEMO: 'hunter3' })
    expect(attempt).toThrow(/DATABASE_URL_APP[\s\S]*POSTROOM_MASTER_KEY[\s\S]*POSTROOM_DEMO/)
    expect(attempt).not.toThrow(/hunter/)
  })
})
