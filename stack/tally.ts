import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/** How many tests ended how; the skipped ones by name. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly string[]
}

export const emptyTally: Tally = { passed: 0, failed: 0, skipped: [] }

/** Two tallies as one. */
export function sum(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: [...a.skipped, ...b.skipped] }
}

/** The last line of every run. */
export function finalLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`
}

/** The skipped ones by name, '' when there are none. */
export function listSkipped(tally: Tally): string {
  return tally.skipped.length === 0 ? '' : `\nSkipped:\n${tally.skipped.map((name) => `  - ${name}`).join('\n')}\n`
}

const vitestReport = z.object({
  success: z.boolean(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
})

/** Reads vitest's JSON report. A file that failed outside its tests, and a report that is not there, count as one failure each. */
export function vitestTally(file: string): Tally {
  if (!existsSync(file)) return { ...emptyTally, failed: 1 }
  const report = vitestReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  const tests = report.testResults.flatMap((result) => result.assertionResults)
  const failed = tests.filter((test) => test.status === 'failed').length
  const brokenFiles = report.testResults.filter((result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed')).length
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: failed + brokenFiles + (!report.success && failed + brokenFiles === 0 ? 1 : 0),
    skipped: tests.filter((test) => !['passed', 'failed'].includes(test.status)).map((test) => test.fullName),
  }
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[] | undefined
  readonly specs?: readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[] | undefined
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    suites: z.array(playwrightSuite).optional(),
    specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })).optional(),
  }),
)
const playwrightReport = z.object({ suites: z.array(playwrightSuite), errors: z.array(z.unknown()).default([]) })

/** Reads Playwright's JSON report. An error outside the tests counts as one failure. */
export function playwrightTally(file: string): Tally {
  if (!existsSync(file)) return { ...emptyTally, failed: 1 }
  const report = playwrightReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  const own = report.suites.map((suite) => suiteTally(suite, '')).reduce(sum, emptyTally)
  return report.errors.length > 0 && own.failed === 0 ? { ...own, failed: 1 } : own
}

function suiteTally(suite: PlaywrightSuite, above: string): Tally {
  const path = `${above}${suite.title} › `
  const specs = (suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => ({ name: path + spec.title, status: test.status })))
  const here: Tally = {
    // A test that passed only when tried again is 'flaky'; that is not passing.
    passed: specs.filter((spec) => spec.status === 'expected').length,
    failed: specs.filter((spec) => spec.status === 'unexpected' || spec.status === 'flaky').length,
    skipped: specs.filter((spec) => spec.status === 'skipped').map((spec) => spec.name),
  }
  return (suite.suites ?? []).map((inner) => suiteTally(inner, path)).reduce(sum, here)
}
