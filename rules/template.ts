import { Liquid, Output } from 'liquidjs'
import type { Template as Token } from 'liquidjs'
import { z } from 'zod'
import type { MessageFacts } from './facts'
import type { ProblemCode } from './problem'
import { isValueName } from './value-name'

/**
 * Texts with placeholders, such as `Re: {{ subject }}`. A closed grammar: if, unless, case and a few filters, no loops, no files, no clock, no own
 * code. A template is parsed once and filled once: placeholders inside a mail's own text stay text. The result is plain text, never HTML.
 */

export interface TemplateVariables {
  readonly sender: { readonly name: string; readonly firstName: string; readonly address: string }
  readonly subject: string
  /** Day the mail was written, `2026-11-21`, in UTC; empty when the mail does not say. */
  readonly date: string
  readonly company: string
  /** The thread's open record; empty where there is none. */
  readonly record: { readonly number: string; readonly title: string }
  /** What steps before left, by name (semantics 10). */
  readonly values: Readonly<Record<string, string>>
}

/** Names a template may use, with what each means: the form's list of placeholders. */
export const TEMPLATE_VARIABLES = {
  'sender.name': 'Name of the sender',
  'sender.firstName': 'First name of the sender',
  'sender.address': 'Address of the sender',
  subject: 'Subject of the mail',
  date: 'Day the mail was written',
  company: 'Name of your company',
  'record.number': 'Number of the record',
  'record.title': 'Title of the record',
} as const

/** A template that cannot be read or that grew beyond its limits when filled. `code` is safe to store and show. */
export class TemplateError extends Error {
  constructor(
    readonly code: 'templateBroken' | 'templateUnknownVariable' | 'templateTooLarge',
    options?: ErrorOptions,
  ) {
    super(code, options)
    this.name = 'TemplateError'
  }
}

export interface Template {
  /** Text of several lines; line ends become `\n`. @throws TemplateError beyond the limits. */
  toText(variables: TemplateVariables): string
  /** One line: line ends and control characters become a space, so that no header can be smuggled in (RFC 5322 2.2). @throws TemplateError */
  toLine(variables: TemplateVariables): string
}

/** Reads a text once however often it is filled. @throws TemplateError when the source cannot be read or names a variable that does not exist. */
export function parseTemplate(source: string): Template {
  const known = kept.get(source)
  if (known !== undefined) return known
  const template = readTemplate(source)
  if (kept.size >= MAX_KEPT) kept.clear()
  kept.set(source, template)
  return template
}

const MAX_KEPT = 500
const kept = new Map<string, Template>()

function readTemplate(source: string): Template {
  const tokens = parse(source)
  const fill = (variables: TemplateVariables) => {
    try {
      return Rendered.parse(engine.renderSync(tokens, variables))
    } catch (cause) {
      throw new TemplateError('templateTooLarge', { cause })
    }
  }
  return {
    toText: (variables) => fill(variables).replace(/\r\n?/g, '\n').replace(CONTROL_BUT_LINES, ''),
    toLine: (variables) => fill(variables).replace(CONTROL, ' ').replace(/ {2,}/g, ' ').trim(),
  }
}

/** A config field that holds a template: a non-empty source that can be read. */
export function templateField(maxLength: number): z.ZodType<string> {
  return z
    .string()
    .max(maxLength)
    .superRefine((source, context) => {
      const code = source.trim() === '' ? 'needsText' : templateProblem(source)
      if (code !== null) context.addIssue({ code: 'custom', message: code })
    })
}

/** The values a text uses: each with whether the text says what stands in for it. Null for a text that cannot be read. */
export function templateUses(source: string): readonly { readonly name: string; readonly hasFallback: boolean }[] | null {
  try {
    return usesIn(parse(source))
  } catch (error) {
    if (error instanceof TemplateError) return null
    throw error
  }
}

/** What templates may say of a message, a record and the values of a run; absent parts are empty texts. */
export function templateVariables(facts: MessageFacts, company: string, values: Readonly<Record<string, string>> = {}): TemplateVariables {
  const name = facts.from?.name ?? ''
  return {
    sender: { name, firstName: firstNameOf(name), address: facts.from?.address ?? '' },
    subject: facts.subject,
    date: facts.sentAt?.slice(0, 10) ?? '',
    company,
    record: { number: facts.record === null ? '' : String(facts.record.number), title: facts.record?.title ?? '' },
    values,
  }
}

const MAX_SOURCE = 20_000
const MAX_RESULT = 100_000
const Rendered = z.string().max(MAX_RESULT)

const KEPT_TAGS = ['if', 'unless', 'case', 'comment']
const KEPT_FILTERS = ['default', 'capitalize', 'downcase', 'upcase', 'strip', 'truncate', 'truncatewords', 'append', 'prepend']

// Without loops a template's time is bounded by its length; the engine's own limits are the second fence.
const engine = restricted(
  new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    jsTruthy: false,
    parseLimit: MAX_SOURCE,
    renderLimit: 2_000,
    memoryLimit: 10 * MAX_RESULT,
  }),
)

/** Takes away what could loop, include, read the clock or bypass a limit. */
function restricted(liquid: Liquid): Liquid {
  for (const tag of Object.keys(liquid.tags)) if (!KEPT_TAGS.includes(tag)) delete liquid.tags[tag]
  for (const filter of Object.keys(liquid.filters)) if (!KEPT_FILTERS.includes(filter)) delete liquid.filters[filter]
  return liquid
}

function parse(source: string): Token[] {
  const tokens = readTokens(source)
  const names = engine.globalFullVariablesSync(tokens)
  if (!names.every(isPlaceholder)) throw new TemplateError('templateUnknownVariable')
  return tokens
}

function isPlaceholder(name: string): boolean {
  return Object.hasOwn(TEMPLATE_VARIABLES, name) || (name.startsWith(VALUES) && isValueName(name.slice(VALUES.length)))
}

const VALUES = 'values.'

/** What a tag asks about needs nothing to stand in for it: it is a question whether the value is there. */
function usesIn(tokens: readonly Token[]): readonly { readonly name: string; readonly hasFallback: boolean }[] {
  return tokens.flatMap((token) => {
    if (token instanceof Output) {
      const hasFallback = token.value.filters.some(({ name }) => name === 'default')
      return engine.globalFullVariablesSync([token]).flatMap((name) => (name.startsWith(VALUES) ? [{ name: name.slice(VALUES.length), hasFallback }] : []))
    }
    const inside = token.children?.(false, true).next()
    const children = inside?.done === true ? usesIn(inside.value) : []
    const asked = engine.globalFullVariablesSync([token]).flatMap((name) => (name.startsWith(VALUES) ? [name.slice(VALUES.length)] : []))
    const onlyAsked = asked.filter((name) => !children.some((use) => use.name === name))
    return [...children, ...onlyAsked.map((name) => ({ name, hasFallback: true }))]
  })
}

function readTokens(source: string): Token[] {
  try {
    return engine.parse(source)
  } catch (cause) {
    throw new TemplateError('templateBroken', { cause })
  }
}

function templateProblem(source: string): ProblemCode | null {
  try {
    parse(source)
    return null
  } catch (error) {
    return error instanceof TemplateError && error.code === 'templateUnknownVariable' ? error.code : 'templateBroken'
  }
}

// Cc: the control characters; Zl and Zp: the separators U+2028 and U+2029, which some readers take for line ends.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const CONTROL_BUT_LINES = /(?![\n\t])\p{Cc}/gu

/** "Ada Lovelace" and "Lovelace, Ada" are both Ada; an address used as a name has no first name. */
function firstNameOf(name: string): string {
  if (name.includes('@')) return ''
  const [last = '', first] = name.split(',', 2)
  return (first ?? last).trim().split(/\s+/)[0] ?? ''
}
