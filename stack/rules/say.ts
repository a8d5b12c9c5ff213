import { englishSay } from '../../rules/phrases'
import type { Problem } from '../../rules/problem'
import { sayDifference } from './difference'
import type { FolderRule } from './folder'
import type { Tried } from './test-verb'

/** What the commands print for people. */

const MARKS = { 'as expected': '✓', different: '✗', 'no expectation': '?', 'cannot run': '✗' } as const

export function sayTried(tried: readonly Tried[]): readonly string[] {
  const rules = [...new Set(tried.map(({ rule }) => rule))]
  return rules.flatMap((name) => {
    const runs = tried.filter(({ rule }) => rule === name)
    return [`${name} (${runs[0]?.ruleFile ?? ''})`, ...runs.flatMap(sayOne), '']
  })
}

function sayOne({ mail, expectationFile, outcome, actual, because, differences, problems }: Tried): readonly string[] {
  const what = actual === null ? 'cannot be published' : actual.verdict === 'no match' ? 'does not run' : `${actual.verdict === 'waits' ? 'waits' : `ends ${actual.state ?? ''}`.trim()}, ${actual.effects.length} ${actual.effects.length === 1 ? 'effect' : 'effects'}`
  const head = `  ${MARKS[outcome]} ${labelOf({ mail, expectationFile })}  ${what}`
  switch (outcome) {
    case 'as expected':
      return [head]
    case 'no expectation':
      return [head, `      Nothing is expected of it yet. --update writes ${expectationFile}.`]
    case 'cannot run':
      return [head, ...problems.map((problem) => `      ${sayProblem(problem)}`)]
    case 'different':
      return [head, ...differences.map((one) => `      ${sayDifference(one)}`), ...because.map((line) => `      ${line}`)]
  }
}

/** The mail, and which of its expectations where there may be several. */
export function labelOf({ mail, expectationFile }: Pick<Tried, 'mail' | 'expectationFile'>): string {
  const [one, other] = [mail.replace(/\.eml$/, ''), expectationFile.replace(/\.expect\.json$/, '')]
  return one === other ? mail : `${mail} (${other})`
}

/** A problem in words, with the step and the field it is about. */
export function sayProblem({ node, field, code, severity, values }: Problem): string {
  const place = [node ?? '', field ?? ''].filter((part) => part !== '').join(', ')
  return `${severity === 'blocker' ? 'Blocker' : 'Warning'}${place === '' ? '' : ` at ${place}`}: ${englishSay(`problem.${code}`, values ?? {})}`
}

export function titleOf({ fileName, rule }: FolderRule): string {
  return `${rule.name} (${fileName})`
}
