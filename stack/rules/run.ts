import { writeFileSync } from 'node:fs'
import { sentenceOf } from '../../rules/rule-sentence'
import { toEnglish } from '../../rules/sentence'
import { commandOf, USAGE, type RulesCommand } from './arguments'
import { BadInput } from './bad-input'
import { checkFolder } from './check-verb'
import { readFolder, type RuleFolder } from './folder'
import { junitOf } from './junit'
import { sayProblem, sayTried, titleOf } from './say'
import { namesFor } from './surroundings'
import { strangers, tryFolder, writeExpectations } from './test-verb'

/**
 * `npm run rules`: rules as files, tried on mails as files. Needs no database, no engine and no server, so that it runs in anybody's build. Ends with 0, or 1 when
 * something is not as expected, or 2 when a file cannot be used.
 */
export async function run(args: readonly string[], say: (text: string) => void = (text) => process.stdout.write(`${text}\n`), from: string = process.env.INIT_CWD ?? process.cwd()): Promise<number> {
  try {
    const command = commandOf(args, from)
    if (command === null) {
      say(USAGE)
      return 0
    }
    const folder = await readFolder(command.folder)
    switch (command.verb) {
      case 'test':
        return test(folder, command, say)
      case 'check':
        return check(folder, command, say)
      case 'print':
        return print(folder, command, say)
    }
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
    say(error.message)
    return 2
  }
}

function test(folder: RuleFolder, { json, update, junit }: RulesCommand, say: (text: string) => void): number {
  const unknown = strangers(folder)
  if (unknown.length > 0 && !update) throw new BadInput(unknown.map(({ file, rule }) => `${file}: there is no rule named “${rule}” in this folder.`).join('\n'))
  if (folder.cases.length === 0) throw new BadInput(`${folder.path} holds no mail (*.eml) to try the rules on.`)
  const before = tryFolder(folder)
  const written = update ? writeExpectations(folder, before) : []
  const tried = update ? before.map((one) => (one.outcome === 'cannot run' ? one : { ...one, outcome: 'as expected' as const, differences: [] })) : before
  const good = tried.filter(({ outcome }) => outcome === 'as expected').length
  if (junit !== null) writeFileSync(junit, junitOf(tried))
  if (json) say(JSON.stringify({ ok: good === tried.length, written, results: tried }, null, 2))
  else {
    for (const line of sayTried(tried)) say(line)
    for (const file of written) say(`wrote ${file}`)
    say(`${good} of ${tried.length} as expected.`)
  }
  return good === tried.length ? 0 : 1
}

function check(folder: RuleFolder, { json }: RulesCommand, say: (text: string) => void): number {
  const checked = checkFolder(folder)
  const blockers = checked.flatMap(({ problems }) => problems).filter(({ severity }) => severity === 'blocker').length
  if (json) say(JSON.stringify({ ok: blockers === 0, rules: checked.map(({ at, problems }) => ({ rule: at.rule.name, ruleFile: at.fileName, problems: problems.map((problem) => ({ ...problem, says: sayProblem(problem) })) })) }, null, 2))
  else for (const { at, problems } of checked) for (const line of [titleOf(at), ...(problems.length === 0 ? ['  Nothing is wrong.'] : problems.map((problem) => `  ${sayProblem(problem)}`)), '']) say(line)
  return blockers === 0 ? 0 : 1
}

function print(folder: RuleFolder, { json }: RulesCommand, say: (text: string) => void): number {
  const said = folder.rules.map((at) => ({ rule: at.rule.name, ruleFile: at.fileName, says: toEnglish(sentenceOf(at.rule.graph), namesFor(at, folder.rules)) }))
  if (json) say(JSON.stringify({ rules: said }, null, 2))
  else for (const { rule, ruleFile, says } of said) for (const line of [`${rule} (${ruleFile})`, `  ${says}`, '']) say(line)
  return 0
}
