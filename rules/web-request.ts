import { parseTemplate, TemplateError, type TemplateVariables } from './template'

/**
 * The parts of a web request that are written as templates. What a mail says fills values and nothing else: it cannot add a path, a parameter, a header or a member
 * of a JSON object, because each is taken apart before it is filled.
 */

/** A path and query such as `/orders/{{ subject }}?from={{ sender.address }}`, each placeholder percent-encoded (RFC 3986 2.1). @throws TemplateError */
export function fillPath(source: string, variables: TemplateVariables): string {
  if (source.includes('{%')) throw new TemplateError('templateBroken')
  return source
    .split(/(\{\{[^}]*\}\})/)
    .map((piece, index) => (index % 2 === 0 ? encodeURI(piece).replaceAll('%25', '%') : encodeURIComponent(parseTemplate(piece).toLine(variables).replace(/\p{Cs}/gu, '\ufffd'))))
    .join('')
}

/** Lines of `Name: value`. @throws TemplateError when a line is none, or names what the connection needs for itself. */
export function fillHeaders(source: string, variables: TemplateVariables): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const line of linesOf(source)) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,80}):(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined || RESERVED.has(name.toLowerCase())) throw new TemplateError('templateBroken')
    // A field value is one line of visible characters (RFC 9110 5.5).
    headers[name] = parseTemplate(value.trim()).toLine(variables).replace(/[^\t\u0020-\u007e\u00a0-\u00ff]/g, '?')
  }
  return headers
}

/** JSON whose strings are templates. @throws TemplateError when it is no JSON. */
export function fillJson(source: string, variables: TemplateVariables): string {
  return JSON.stringify(filled(parsed(source), variables))
}

/** Lines of `name=value` as a form (application/x-www-form-urlencoded). @throws TemplateError when a line is none. */
export function fillForm(source: string, variables: TemplateVariables): string {
  const form = new URLSearchParams()
  for (const line of linesOf(source)) {
    const at = line.indexOf('=')
    if (at < 1) throw new TemplateError('templateBroken')
    form.append(line.slice(0, at).trim(), parseTemplate(line.slice(at + 1).trim()).toText(variables))
  }
  return form.toString()
}

/** What HTTP itself, or our signature, says in a request. */
const RESERVED: ReadonlySet<string> = new Set([
  'host', 'content-length', 'content-type', 'transfer-encoding', 'connection', 'keep-alive', 'upgrade', 'te', 'trailer', 'expect', 'proxy-authorization', 'idempotency-key', 'x-postroom-signature',
])

function linesOf(source: string): readonly string[] {
  return source.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch (cause) {
    throw new TemplateError('templateBroken', { cause })
  }
}

/** Lists and objects within each other. */
const MAX_DEPTH = 100

function filled(value: unknown, variables: TemplateVariables, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new TemplateError('templateBroken')
  if (typeof value === 'string') return parseTemplate(value).toText(variables)
  if (Array.isArray(value)) return value.map((item) => filled(item, variables, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, variables, depth + 1)]))
}
