import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { BadInput } from './bad-input'

export const USAGE = `Usage: npm run rules -- <test|check|print> <folder> [options]

  test    tries every rule of the folder on every mail, and compares with what is expected
  check   says what publishing would say
  print   says each rule as a sentence

  --json            prints results as JSON
  --update          with test: writes what the rules do now as what is expected
  --junit <file>    with test: also writes the results as JUnit XML

A folder holds rules (*.rule.json), mails (*.eml) and expectations (*.expect.json).
Ends with 0 when all is well, 1 when expectations or checks fail, 2 when a file cannot be used.`

const VERBS = ['test', 'check', 'print'] as const

export interface RulesCommand {
  readonly verb: (typeof VERBS)[number]
  readonly folder: string
  readonly json: boolean
  readonly update: boolean
  readonly junit: string | null
}

/** What is asked for; null: how to ask. Paths count from `from`. @throws BadInput */
export function commandOf(args: readonly string[], from: string): RulesCommand | null {
  const { values, positionals } = parsed(args)
  if (values.help === true || positionals.length === 0) return null
  const verb = VERBS.find((one) => one === positionals[0])
  const folder = positionals[1]
  if (verb === undefined) throw new BadInput(`There is no “${positionals[0] ?? ''}”.\n\n${USAGE}`)
  if (folder === undefined || positionals.length > 2) throw new BadInput(`Name one folder.\n\n${USAGE}`)
  if (verb !== 'test' && (values.update === true || values.junit !== undefined)) throw new BadInput('--update and --junit belong to test.')
  return { verb, folder: resolve(from, folder), json: values.json === true, update: values.update === true, junit: values.junit === undefined ? null : resolve(from, values.junit) }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' }, update: { type: 'boolean' }, junit: { type: 'string' }, help: { type: 'boolean' } } })
  } catch (error) {
    throw new BadInput(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}
