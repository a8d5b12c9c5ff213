import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyTally, finalLine, listFailed, listSkipped, playwrightTally, sum, vitestTally } from '../../stack/tally'
import { scratchFolder } from '../support/scratch'

function report(content: unknown): string {
  const file = join(scratchFolder(), 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

const file = (status: string, ...tests: [string, string][]) => ({
  name: 'mail.test.ts',
  status,
  message: status === 'failed' ? 'SyntaxError: no' : '',
  assertionResults: tests.map(([fullName, state]) => ({ fullName, status: state, failureMessages: state === 'failed' ? ['expected 1 to be 2\n at line 3'] : [] })),
})

test('skipped tests are counted and named', () => {
  const tally = vitestTally(report({ success: true, testResults: [file('passed', ['a', 'passed'], ['b', 'pending'], ['c', 'todo'])] }), 0)
  expect(finalLine(tally)).toBe('1 passed, 0 failed, 2 skipped')
  expect(listSkipped(tally)).toContain('- b\n  - c')
  expect(listFailed(tally)).toBe('')
})

test('failed tests are named at the end, with their file and the reason', () => {
  const tally = vitestTally(report({ success: false, testResults: [file('failed', ['a', 'failed'], ['b', 'passed'])] }), 1)
  expect(finalLine(tally)).toBe('1 passed, 1 failed, 0 skipped')
  expect(listFailed(tally)).toContain('  - mail.test.ts › a\n      expected 1 to be 2\n       at line 3\n')
})

test('a long reason is cut, and colours for a terminal are left out', () => {
  const reason = ['\u001B[31mred\u001B[39m', ...Array.from({ length: 50 }, (_, at) => `line ${at}`)].join('\n')
  const told = listFailed({ ...emptyTally, failed: [{ name: 'a', reason }] })
  expect(told).toContain('      red\n')
  expect(told).not.toContain('line 20')
})

test('a test file that does not load is a failure, although no test of it failed', () => {
  const tally = vitestTally(report({ success: false, testResults: [file('failed'), file('passed', ['a', 'passed'])] }), 1)
  expect(finalLine(tally)).toBe('1 passed, 1 failed, 0 skipped')
  expect(listFailed(tally)).toContain('  - mail.test.ts\n      SyntaxError: no')
})

test('an error outside all tests is a failure, whether the report or only the exit code tells it', () => {
  const passed = [file('passed', ['a', 'passed'])]
  expect(vitestTally(report({ success: false, testResults: passed }), 0).failed).toHaveLength(1)
  expect(vitestTally(report({ success: true, testResults: passed }), 1).failed).toHaveLength(1)
})

test('a runner that left no report has failed', () => {
  expect(finalLine(sum(vitestTally('/nowhere/report.json', 0), playwrightTally('/nowhere/report.json')))).toBe('0 passed, 2 failed, 0 skipped')
})

test('a browser test that passed only when tried again has failed', () => {
  const specs = ['expected', 'flaky', 'skipped', 'unexpected'].map((status) => ({ title: status, tests: [{ status, results: status === 'unexpected' ? [{ errors: [{ message: 'no such button' }] }] : [] }] }))
  const tally = playwrightTally(report({ errors: [], suites: [{ title: 'inbox', suites: [{ title: 'live', specs }] }] }))
  expect(tally.passed).toBe(1)
  expect(tally.failed).toEqual([
    { name: 'inbox › live › flaky', reason: '' },
    { name: 'inbox › live › unexpected', reason: 'no such button' },
  ])
  expect(tally.skipped).toEqual(['inbox › live › skipped'])
})

test('a failed browser test says where it waited, and what the page showed', () => {
  const notes = join(scratchFolder(), 'error-context.md')
  writeFileSync(notes, '# Page snapshot\n\n```yaml\n- generic:\n  - navigation "Main"\n  - main "Outbox":\n    - alert: This mail could not be loaded\n```\n\n# Test source\n')
  const results = [{ errors: [{ message: 'Test timeout exceeded.' }, { message: 'waiting for the button' }], attachments: [{ name: 'error-context', path: notes }] }]
  const tally = playwrightTally(report({ errors: [], suites: [{ title: 'inbox', specs: [{ title: 'it', tests: [{ status: 'unexpected', results }] }] }] }))
  const told = listFailed(tally)
  expect(told).toContain('      Test timeout exceeded.\n      waiting for the button\n      The page, when it failed:\n        - main "Outbox":\n          - alert: This mail could not be loaded\n')
  expect(told).not.toContain('navigation')
})
