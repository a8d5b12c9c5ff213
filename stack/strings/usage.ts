import ts from 'typescript'
import { nodesOf, placeOf, type Source } from './sources'

/** One use of a catalogue. `area` is null where the translator came in as a parameter. */
export interface Use {
  readonly area: string | null
  /** The key itself, or what a computed one begins and ends with. */
  readonly key: string | { readonly head: string; readonly tail: string }
  readonly place: string
}

const TRANSLATORS = new Set(['useTranslations', 'translator', 'getTranslations'])

/** The keys a source asks for. */
export function usesIn(source: Source): readonly Use[] {
  const areas = areasIn(source)
  const uses: Use[] = []
  for (const node of nodesOf(source.file)) {
    if (!ts.isCallExpression(node)) continue
    const area = areaCalled(node.expression, areas)
    const [argument] = node.arguments
    if (area === undefined || argument === undefined) continue
    for (const key of keysIn(argument)) uses.push({ area, key, place: placeOf(source, node) })
  }
  return uses
}

/** Every text in quotes: computed keys are made of these. */
export function literalsIn({ file }: Source): readonly string[] {
  return [...nodesOf(file)].flatMap((node) => (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? [node.text] : []).concat(ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) ? [node.name.text] : []))
}

const SPOKEN_ATTRIBUTES = new Set(['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label', 'text', 'heading', 'help', 'error', 'description'])
/** The name of the product is the same in every language. */
const NAMES = new Set(['Postroom'])

/** Sentences written into the source, where no translator finds them. */
export function hardCodedIn(source: Source): readonly string[] {
  const found: string[] = []
  for (const node of nodesOf(source.file)) {
    const text = spokenText(node)
    if (text !== null && /\p{L}{2}/u.test(text) && !NAMES.has(text.trim())) found.push(`${placeOf(source, node)} “${text.trim()}”`)
  }
  return found
}

function spokenText(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return node.text
  if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteral(node.expression) && ts.isJsxElement(node.parent)) return node.expression.text
  if (!ts.isJsxAttribute(node) || !SPOKEN_ATTRIBUTES.has(node.name.getText())) return null
  const value = node.initializer
  if (value === undefined) return null
  if (ts.isStringLiteral(value)) return value.text
  return ts.isJsxExpression(value) && value.expression && ts.isStringLiteral(value.expression) ? value.expression.text : null
}

/** Names of translators and their area; a name used for two areas in one file counts for both. */
function areasIn({ file }: Source): ReadonlyMap<string, string> {
  const areas = new Map<string, string>()
  for (const node of nodesOf(file)) {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.initializer === undefined) continue
    const call = ts.isAwaitExpression(node.initializer) ? node.initializer.expression : node.initializer
    if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression) || !TRANSLATORS.has(call.expression.text)) continue
    const [area] = call.arguments
    if (area !== undefined && ts.isStringLiteral(area)) areas.set(`${node.name.text} ${functionAround(node)}`, area.text)
  }
  return areas
}

/** The area of the translator being called; null for one that came from outside, undefined when it is no translator. */
function areaCalled(callee: ts.Expression, areas: ReadonlyMap<string, string>): string | null | undefined {
  if (ts.isCallExpression(callee) || ts.isParenthesizedExpression(callee)) {
    const [area] = [...nodesOf(callee)].flatMap((node) => (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && TRANSLATORS.has(node.expression.text) ? node.arguments : []))
    return area !== undefined && ts.isStringLiteral(area) ? area.text : undefined
  }
  const name = ts.isPropertyAccessExpression(callee) && ['rich', 'markup', 'has', 'raw'].includes(callee.name.text) ? callee.expression : callee
  if (!ts.isIdentifier(name)) return undefined
  for (let at: ts.Node = name; at.parent !== undefined; at = at.parent) {
    const area = areas.get(`${name.text} ${functionAround(at)}`)
    if (area !== undefined) return area
  }
  return name.text === 't' ? null : undefined
}

/** The position of the function a node stands in: tells two translators of the same name apart. */
function functionAround(node: ts.Node): number {
  let at: ts.Node = node.parent
  while (at.parent !== undefined && !ts.isFunctionLike(at)) at = at.parent
  return at.pos
}

function keysIn(argument: ts.Expression): readonly Use['key'][] {
  if (ts.isStringLiteral(argument) || ts.isNoSubstitutionTemplateLiteral(argument)) return [argument.text]
  if (ts.isConditionalExpression(argument)) return [...keysIn(argument.whenTrue), ...keysIn(argument.whenFalse)]
  if (ts.isParenthesizedExpression(argument)) return keysIn(argument.expression)
  if (ts.isTemplateExpression(argument)) return [{ head: argument.head.text, tail: argument.templateSpans.at(-1)?.literal.text ?? '' }]
  return [{ head: '', tail: '' }]
}
