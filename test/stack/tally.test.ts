import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyTally, finalLine, listSkipped, playwrightTally, sum, vitestTally } from '../../stack/tally'
import { scratchFolder } from '../support/scratch'

function report(content: unknown): string {
  const file = join(scratchFolder(), 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

const file = (status: string, ...tests: [string, string][]) => ({ name: 'f', status, assertionResults: tests.map(([fullName, state]) => ({ fullName, status: state })) })

test('skipped tests are counted and named', () => {
  const tally = vitestTally(report({ success: true, testResults: [file('passed', ['a', 'passed'], ['b', 'pending'], ['c', 'todo'])] }))
  expect(finalLine(tally)).toBe('1 passed, 0 failed, 2 skipped')
  expect(listSkipped(tally)).toContain('- b\n  - c')
})

test('a test file that does not load is a failure, although no test of it failed', () => {
  expect(finalLine(vitestTally(report({ success: false, testResults: [file('failed'), file('passed', ['a', 'passed'])] })))).toBe('1 passed, 1 failed, 0 skipped')
})

test('an error outside all files is a failure', () => {
  expect(vitestTally(report({ success: false, testResults: [file('passed', ['a', 'passed'])] })).failed).toBe(1)
})

test('a runner that left no report has failed', () => {
  expect(sum(vitestTally('/nowhere/report.json'), playwrightTally('/nowhere/report.json'))).toEqual({ ...emptyTally, failed: 2 })
})

test('a browser test that passed only when tried again has failed', () => {
  const specs = ['expected', 'flaky', 'skipped', 'unexpected'].map((status) => ({ title: status, tests: [{ status }] }))
  const tally = playwrightTally(report({ errors: [], suites: [{ title: 'inbox', suites: [{ title: 'live', specs }] }] }))
  expect(tally).toEqual({ passed: 1, failed: 2, skipped: ['inbox › live › skipped'] })
})
