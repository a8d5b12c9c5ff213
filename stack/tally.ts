import { existsSync, readFileSync } from 'node:fs'
import { basename, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'
import { projectRoot } from './paths'

/** How many tests ended how: the skipped ones by name, the failed ones by name and reason. */
export interface Tally {
  readonly passed: number
  readonly failed: readonly FailedTest[]
  readonly skipped: readonly string[]
}

export interface FailedTest {
  readonly name: string
  /** What the runner printed about it, '' when it said nothing. */
  readonly reason: string
  /** What a browser showed when it failed, as an outline. */
  readonly seen?: string
}

export const emptyTally: Tally = { passed: 0, failed: [], skipped: [] }

/** A reason is shown up to this many lines: enough for an assertion with its values and the place in the test. */
const REASON_LINES = 12

/** An outline of a page is shown up to this many lines, from where the page's own content begins. */
const SEEN_LINES = 60

/** Two tallies as one. */
export function sum(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: [...a.failed, ...b.failed], skipped: [...a.skipped, ...b.skipped] }
}

/** The last line of every run. */
export function finalLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`
}

/** The skipped ones by name, '' when there are none. */
export function listSkipped(tally: Tally): string {
  return tally.skipped.length === 0 ? '' : `\nSkipped:\n${tally.skipped.map((name) => `  - ${name}`).join('\n')}\n`
}

/** The failed ones with their reasons, '' when there are none: the end of a long log is all that some people see of it. */
export function listFailed(tally: Tally): string {
  return tally.failed.length === 0 ? '' : `\nFailed:\n${tally.failed.map(describeFailure).join('\n')}\n`
}

function describeFailure({ name, reason, seen }: FailedTest): string {
  const page = seen === undefined ? [] : ['The page, when it failed:', ...firstLines(seen, SEEN_LINES)]
  return [`  - ${name}`, ...[...firstLines(stripVTControlCharacters(reason), REASON_LINES), ...page].map((line) => `      ${line}`)].join('\n')
}

function firstLines(text: string, count: number): readonly string[] {
  return text.split('\n').slice(0, count).filter((line) => line.trim() !== '')
}

const vitestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).default([]) })),
    }),
  ),
})

/**
 * Reads vitest's JSON report. A file that failed outside its tests, a report that is not there, and a runner that ended with
 * another code than 0 although no test failed, count as one failure each.
 */
export function vitestTally(file: string, exitCode: number): Tally {
  if (!existsSync(file)) return { ...emptyTally, failed: [{ name: basename(file), reason: 'The test runner left no report.' }] }
  const report = vitestReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  const failed = report.testResults.flatMap(({ name: path, status, message, assertionResults }): FailedTest[] => {
    const name = relative(projectRoot(), path)
    const tests = assertionResults.filter((test) => test.status === 'failed')
    if (tests.length === 0) return status === 'failed' ? [{ name, reason: message }] : []
    return tests.map((test) => ({ name: `${name} › ${test.fullName}`, reason: test.failureMessages.join('\n') }))
  })
  const outside = failed.length === 0 && (!report.success || exitCode !== 0)
  const tests = report.testResults.flatMap((result) => result.assertionResults)
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: outside ? [{ name: basename(file), reason: 'An error outside all tests: see the output of the test runner.' }] : failed,
    skipped: tests.filter((test) => !['passed', 'failed'].includes(test.status)).map((test) => test.fullName),
  }
}

interface PlaywrightTest {
  readonly status: string
  readonly results: readonly PlaywrightResult[]
}

interface PlaywrightResult {
  /** A test that ran out of time has a second one: where it waited. */
  readonly errors: readonly { readonly message?: string | undefined }[]
  readonly attachments: readonly { readonly name: string; readonly path?: string | undefined }[]
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[] | undefined
  readonly specs?: readonly { readonly title: string; readonly tests: readonly PlaywrightTest[] }[] | undefined
}

const playwrightError = z.object({ message: z.string().optional() })
const playwrightAttachment = z.object({ name: z.string(), path: z.string().optional() })
const playwrightResult = z.object({ errors: z.array(playwrightError).default([]), attachments: z.array(playwrightAttachment).default([]) })
const playwrightTest = z.object({ status: z.string(), results: z.array(playwrightResult).default([]) })
const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    suites: z.array(playwrightSuite).optional(),
    specs: z.array(z.object({ title: z.string(), tests: z.array(playwrightTest) })).optional(),
  }),
)
const playwrightReport = z.object({ suites: z.array(playwrightSuite), errors: z.array(playwrightError).default([]) })

/** Reads Playwright's JSON report. An error outside the tests counts as one failure. */
export function playwrightTally(file: string): Tally {
  if (!existsSync(file)) return { ...emptyTally, failed: [{ name: basename(file), reason: 'The browser tests left no report.' }] }
  const report = playwrightReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  const own = report.suites.map((suite) => suiteTally(suite, '')).reduce(sum, emptyTally)
  const outside = report.errors.map((error) => ({ name: 'outside the browser tests', reason: error.message ?? '' }))
  return { ...own, failed: [...own.failed, ...outside] }
}

function suiteTally(suite: PlaywrightSuite, above: string): Tally {
  const path = `${above}${suite.title} › `
  const specs = (suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => ({ name: path + spec.title, ...test })))
  const here: Tally = {
    // A test that passed only when tried again is 'flaky'; that is not passing.
    passed: specs.filter((spec) => spec.status === 'expected').length,
    failed: specs.filter((spec) => spec.status === 'unexpected' || spec.status === 'flaky').map(browserFailure),
    skipped: specs.filter((spec) => spec.status === 'skipped').map((spec) => spec.name),
  }
  return (suite.suites ?? []).map((inner) => suiteTally(inner, path)).reduce(sum, here)
}

function browserFailure({ name, results }: { readonly name: string; readonly results: readonly PlaywrightResult[] }): FailedTest {
  const reason = results.flatMap(({ errors }) => errors.flatMap(({ message }) => message ?? [])).join('\n')
  const [context] = results.flatMap(({ attachments }) => attachments.flatMap((attachment) => (attachment.name === 'error-context' ? (attachment.path ?? []) : [])))
  const seen = context !== undefined && existsSync(context) ? outlineIn(readFileSync(context, 'utf8')) : null
  return seen === null ? { name, reason } : { name, reason, seen }
}

/** The outline in Playwright's notes on a failure, without what surrounds the page's own content where that is marked. */
function outlineIn(notes: string): string | null {
  const outline = /^```yaml\n(.*?)^```$/ms.exec(notes)?.[1]
  if (outline === undefined) return null
  const main = outline.search(/^ *- main\b/m)
  return main === -1 ? outline : outline.slice(main)
}
