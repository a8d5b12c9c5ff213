import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printJson } from '../../rules/exchange/print-json'
import type { Problem } from '../../rules/problem'
import { differences, type Difference } from './difference'
import type { Expectation, ExpectedRun } from './expectation'
import type { FolderCase, FolderRule, RuleFolder } from './folder'
import { rehearse, type ActualRun } from './rehearse'

/** One rule, one mail, and whether it did what was expected. */
export interface Tried {
  readonly rule: string
  readonly ruleFile: string
  readonly mail: string
  readonly expectationFile: string
  readonly outcome: 'as expected' | 'different' | 'no expectation' | 'cannot run'
  /** Null: the rule cannot be published. */
  readonly actual: ActualRun | null
  /** Of a rule that does not run: why, in words. */
  readonly because: readonly string[]
  readonly differences: readonly Difference[]
  readonly problems: readonly Problem[]
}

/** Every rule on every mail of a folder. */
export function tryFolder({ rules, cases }: RuleFolder): readonly Tried[] {
  return cases.flatMap((one) => rules.map((rule) => tryOne(rule, rules, one)))
}

function tryOne(at: FolderRule, all: readonly FolderRule[], one: FolderCase): Tried {
  const about = { rule: at.rule.name, ruleFile: at.fileName, mail: one.mail.fileName, expectationFile: one.fileName, because: [], differences: [], problems: [] }
  const rehearsed = rehearse(at, all, one)
  if ('problems' in rehearsed) return { ...about, outcome: 'cannot run', actual: null, problems: rehearsed.problems }
  const { actual, because } = rehearsed
  if (one.expectation === null) return { ...about, outcome: 'no expectation', actual, because }
  const { waits: _, ...expected }: ExpectedRun = one.expectation.rules[at.rule.name] ?? { verdict: 'no match' }
  const found = differences(expected, actual)
  return { ...about, outcome: found.length === 0 ? 'as expected' : 'different', actual, because, differences: found }
}

/** Mails for which the expectations name a rule that is not in the folder: a rule was renamed, or its file is gone. */
export function strangers({ rules, cases }: RuleFolder): readonly { readonly file: string; readonly rule: string }[] {
  const known = new Set(rules.map(({ rule }) => rule.name))
  return cases.flatMap(({ fileName, expectation }) => Object.keys(expectation?.rules ?? {}).flatMap((rule) => (known.has(rule) ? [] : [{ file: fileName, rule }])))
}

/** Writes what the rules do now as what is expected of them from now on; says which files changed. What was asked (waits, facts, time) stays. */
export function writeExpectations(folder: RuleFolder, tried: readonly Tried[]): readonly string[] {
  return folder.cases.flatMap(({ fileName, expectation }) => {
    const runs = tried.filter((one) => one.expectationFile === fileName)
    const rules = Object.fromEntries(runs.flatMap(({ rule, actual }): readonly (readonly [string, ExpectedRun])[] => (actual === null ? [] : [[rule, expectedOf(actual, expectation?.rules[rule])]])))
    const written: Expectation = { ...expectation, rules }
    const text = printJson(written)
    const file = join(folder.path, fileName)
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return []
    writeFileSync(file, text)
    return [fileName]
  })
}

function expectedOf({ verdict, state, reason, step, path, effects }: ActualRun, before: ExpectedRun | undefined): ExpectedRun {
  const waits = before?.waits === undefined ? {} : { waits: before.waits }
  if (verdict === 'no match') return { ...waits, verdict, ...(reason === undefined ? {} : { reason }), ...(step === undefined ? {} : { step }) }
  return { ...waits, verdict, ...(state === undefined ? {} : { state }), path: [...path], effects: effects.map((effect) => ({ ...effect })) }
}
