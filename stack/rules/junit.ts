import { sayDifference } from './difference'
import { labelOf, sayProblem } from './say'
import type { Tried } from './test-verb'

/** Results as build servers read them: one suite per rule, one case per mail. */
export function junitOf(tried: readonly Tried[]): string {
  const rules = [...new Set(tried.map(({ rule }) => rule))]
  const failed = tried.filter(({ outcome }) => outcome !== 'as expected').length
  const suites = rules.map((name) => {
    const runs = tried.filter(({ rule }) => rule === name)
    return `  <testsuite name="${escaped(name)}" tests="${runs.length}" failures="${runs.filter(({ outcome }) => outcome !== 'as expected').length}">\n${runs.map(caseOf).join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="${tried.length}" failures="${failed}">\n${suites.join('')}</testsuites>\n`
}

function caseOf({ rule, mail, expectationFile, outcome, differences, problems, because }: Tried): string {
  const head = `    <testcase classname="${escaped(rule)}" name="${escaped(labelOf({ mail, expectationFile }))}"`
  if (outcome === 'as expected') return `${head}/>\n`
  const lines = [...differences.map(sayDifference), ...problems.map(sayProblem), ...because]
  return `${head}>\n      <failure message="${escaped(outcome)}">${escaped(lines.join('\n'))}</failure>\n    </testcase>\n`
}

// XML 1.0 has no place for most control characters, escaped or not.
function escaped(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd').replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
