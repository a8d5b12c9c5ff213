import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { HISTORIES } from '../support/histories'

/** Words of the mails that the recorded runs worked on. */
const CONTENT = /bouw\.example|northwind\.example|Good morning|Where is it|invoice of May|We got it|Pieter|Your container|Rotterdam/i

test('what the engine remembers of a run holds ids and codes, never an address or a word of a mail', () => {
  const files = readdirSync(HISTORIES).filter((file) => file.endsWith('.json'))
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const text = readFileSync(new URL(file, HISTORIES), 'utf8')
    const payloads = [...text.matchAll(/"data": "([^"]*)"/g)].map(([, data = '']) => Buffer.from(data, 'base64').toString('utf8'))
    expect(payloads.filter((payload) => CONTENT.test(payload)), file).toEqual([])
    expect(CONTENT.test(text), file).toBe(false)
  }
})
