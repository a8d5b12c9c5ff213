import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { z } from 'zod'
import { readMessage } from '../../mail/read-message'
import type { FileRule, RulesFile } from '../../rules/exchange/file'
import { jsonFormat } from '../../rules/exchange/json'
import { toEnglish } from '../../rules/sentence'
import type { ContentFacts } from '../../rules/facts'
import { BadInput } from './bad-input'
import { Expectation } from './expectation'

const RULES = '.rule.json'
const EXPECTS = '.expect.json'
const MAIL = '.eml'

/** A rule of the folder, with the file that explains what it refers to. */
export interface FolderRule {
  readonly fileName: string
  readonly file: RulesFile
  readonly rule: FileRule
}

export interface FolderMail {
  readonly fileName: string
  readonly content: ContentFacts
}

/** A mail and what is expected of it; `fileName` is where that is, or would be, kept. */
export interface FolderCase {
  readonly fileName: string
  readonly mail: FolderMail
  /** Null: nobody said yet. */
  readonly expectation: Expectation | null
}

export interface RuleFolder {
  readonly path: string
  readonly rules: readonly FolderRule[]
  readonly cases: readonly FolderCase[]
}

/** Reads a folder of rules, mails and expectations, in the order of their names. @throws BadInput naming the file and the place */
export async function readFolder(path: string): Promise<RuleFolder> {
  if (!existsSync(path) || !statSync(path).isDirectory()) throw new BadInput(`There is no folder ${path}.`)
  const names = readdirSync(path).toSorted()
  const rules = names.filter((name) => name.endsWith(RULES)).flatMap((name) => rulesIn(path, name))
  if (rules.length === 0) throw new BadInput(`${path} holds no file that ends in ${RULES}.`)
  for (const { rule, fileName } of rules) {
    const twin = rules.find((other) => other.rule !== rule && other.rule.name === rule.name)
    if (twin !== undefined) throw new BadInput(`${fileName}: there is another rule named “${rule.name}” in ${twin.fileName}. Expectations name rules, so names must differ.`)
  }
  const mails = new Map<string, FolderMail>()
  for (const name of names.filter((one) => one.endsWith(MAIL))) mails.set(name, await mailIn(path, name))
  return { path, rules, cases: casesOf(path, names, mails) }
}

function casesOf(path: string, names: readonly string[], mails: ReadonlyMap<string, FolderMail>): readonly FolderCase[] {
  const told = names.filter((name) => name.endsWith(EXPECTS)).map((fileName): FolderCase => {
    const expectation = expectationIn(path, fileName)
    const mailName = expectation.mail ?? `${basename(fileName, EXPECTS)}${MAIL}`
    const mail = mails.get(mailName)
    if (mail === undefined) throw new BadInput(`${fileName}: there is no mail ${mailName} beside it.`)
    return { fileName, mail, expectation }
  })
  const asked = new Set(told.map(({ mail }) => mail.fileName))
  const untold = [...mails.values()].filter(({ fileName }) => !asked.has(fileName)).map((mail): FolderCase => ({ fileName: `${basename(mail.fileName, MAIL)}${EXPECTS}`, mail, expectation: null }))
  return [...told, ...untold].toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1))
}

function rulesIn(path: string, fileName: string): readonly FolderRule[] {
  const { file, report } = jsonFormat.read(readFileSync(join(path, fileName), 'utf8'))
  if (file === null) {
    const lines = report.map(({ line, column, path: place, says }) => `${fileName}${line === null ? '' : `:${line}${column === undefined ? '' : `:${column}`}`}: ${place === undefined ? '' : `${place}: `}${toEnglish(says)}`)
    throw new BadInput(lines.join('\n'))
  }
  return file.rules.map((rule) => ({ fileName, file, rule }))
}

async function mailIn(path: string, fileName: string): Promise<FolderMail> {
  const { content, state, quarantineReason } = await readMessage(readFileSync(join(path, fileName)), null)
  if (state === 'quarantined') throw new BadInput(`${fileName}: this mail cannot be read as a whole (${quarantineReason ?? 'unknown'}).`)
  return { fileName, content }
}

function expectationIn(path: string, fileName: string): Expectation {
  const read = Expectation.safeParse(jsonIn(path, fileName))
  if (read.success) return read.data
  throw new BadInput(read.error.issues.map((issue) => `${fileName}: ${placeOf(issue)}${issue.message}`).join('\n'))
}

function placeOf({ path }: z.core.$ZodIssue): string {
  return path.length === 0 ? '' : `${path.map(String).join('.')}: `
}

function jsonIn(path: string, fileName: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(join(path, fileName), 'utf8'))
    return value
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadInput(`${fileName}: ${error.message}`)
    throw error
  }
}
