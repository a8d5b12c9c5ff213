import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { childEnv } from '../../stack/env'
import { databaseUrls } from '../../stack/database-urls'
import { loadSecrets } from '../../stack/secrets'
import { parseEnv } from '../../server/env'
import { scratchFolder } from '../support/scratch'

test('secrets are made once, stay the same, and nobody else may read them', () => {
  const folder = scratchFolder()
  const secrets = loadSecrets(folder)
  chmodSync(join(folder, 'secrets.json'), 0o644)
  expect(loadSecrets(folder)).toEqual(secrets)
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(Buffer.from(secrets.masterKey, 'base64')).toHaveLength(32)
})

test('secrets that are not complete are refused, not replaced: they may still open what is stored', () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'secrets.json'), '{"masterKey":"x"}')
  expect(() => loadSecrets(folder)).toThrow('is not complete')
})

test('what the processes are given is what they ask for, and never the owner of the database', () => {
  const secrets = loadSecrets(scratchFolder())
  const ports = { web: 3000, gateway: 2525, database: 54_320, engine: 7233, demoImap: 3143, demoSink: 3025 }
  const ownerUrl = 'postgres://postroom_owner:secret@127.0.0.1:54320/postroom'
  const given = childEnv({ dataFolder: '/data', ports, secrets, database: databaseUrls(ownerUrl, secrets.database), engineAddress: '127.0.0.1:7233', url: 'http://localhost:3000', demo: true, workflowBundle: '/data/workflows.js' }, 'production', { ...process.env, DATABASE_URL: ownerUrl })
  expect(Object.values(given).join('\n')).not.toContain('postroom_owner')
  expect(parseEnv(given)).toMatchObject({ TEMPORAL_ADDRESS: '127.0.0.1:7233', POSTROOM_SUPERVISED: true, POSTROOM_ALLOWED_HOSTS: ['127.0.0.1:3143', '127.0.0.1:3025'], NODE_ENV: 'production' })
})
