import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readSieve } from '../../rules/sieve/read'
import { writeSieve } from '../../rules/sieve/write'
import { drawnMail, drawnScript } from '../support/drawn-scripts'
import { sieveMissing } from '../support/present'
import { differenceOf, endOf, factsOf } from '../support/sieve-rules'
import { sieveServer } from '../support/sieve-server'

const ME = 'me@northwind.example'

describe.skipIf(sieveMissing)('Sieve, beside the Sieve of a mail server', () => {
  test('a script taken over decides about every mail as the server does, and so does the script that is written from it', { timeout: 120_000 }, async () => {
    const server = sieveServer()
    onTestFinished(() => server.remove())
    await fc.assert(
      fc.asyncProperty(drawnScript, fc.array(drawnMail, { minLength: 2, maxLength: 2 }), async (script, mails) => {
        const { file, report } = readSieve(script)
        if (file === null) return
        // Of a mail that two commands file, servers keep two.
        const isOnce = !JSON.stringify(report).includes('sieve.twoPlaces')
        const written = writeSieve(file).text
        server.compile(written)
        for (const letter of mails) {
          const ended = endOf(file, await factsOf(letter))
          const envelope = { from: letter.from, to: ME }
          expect(differenceOf(ended, server.decide(script, letter.raw, envelope), isOnce), script).toBeNull()
          expect(differenceOf(ended, server.decide(written, letter.raw, envelope), true), written).toBeNull()
        }
      }),
      { numRuns: 25, endOnFailure: true },
    )
  })
})
