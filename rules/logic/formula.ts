import type { ConditionGroup, ConditionItem } from '../condition-tree'
import { contradicts } from './contradiction'
import { consequencesOf, isLasting, literalOf } from './literal'
import type { Literal } from './literal'

/** Conditions as formulas, and whether any mail can meet them. */
export type Formula = { readonly literal: Literal } | { readonly all: readonly Formula[] } | { readonly any: readonly Formula[] }

export const TRUE: Formula = { all: [] }
export const FALSE: Formula = { any: [] }

/** What makes a tree true, or false. */
export function formulaOf(item: ConditionItem, sign = true): Formula {
  if (item.kind === 'test') return { literal: literalOf(item, sign) }
  return groupFormula(item, sign)
}

function groupFormula({ mode, items }: ConditionGroup, sign: boolean): Formula {
  const inside = mode === 'none' ? !sign : sign
  const parts = items.map((item) => formulaOf(item, inside))
  const needsAll = mode === 'any' ? !sign : sign
  return needsAll ? { all: parts } : { any: parts }
}

/** The opposite. Parts that stand in several places are turned once. */
export function not(formula: Formula): Formula {
  const known = opposites.get(formula)
  if (known !== undefined) return known
  const found = opposite(formula)
  opposites.set(formula, found)
  return found
}

const opposites = new WeakMap<Formula, Formula>()

function opposite(formula: Formula): Formula {
  if ('literal' in formula) return { literal: { ...formula.literal, holds: !formula.literal.holds } }
  return 'all' in formula ? { any: formula.all.map(not) } : { all: formula.any.map(not) }
}

/** What of it stays as it is while a rule goes on; the rest may have become true, so nothing is asked of it. */
export function lastingPart(formula: Formula): Formula {
  if ('literal' in formula) return isLasting(formula.literal) ? formula : TRUE
  return 'all' in formula ? { all: formula.all.map(lastingPart) } : { any: formula.any.map(lastingPart) }
}

/** How long is searched before an answer is given up: then it can be met. */
const MAX_STEPS = 400
const MAX_KNOWN = 60

/** False only when no mail whatever can meet it. */
export function canHold(formula: Formula): boolean {
  const known = answers.get(formula)
  if (known !== undefined) return known
  const found = isMeetable(formula)
  answers.set(formula, found)
  return found
}

const answers = new WeakMap<Formula, boolean>()

function isMeetable(formula: Formula): boolean {
  let steps = 0
  const search = (open: readonly Formula[], known: readonly Literal[]): boolean => {
    if (++steps > MAX_STEPS || known.length > MAX_KNOWN) return true
    const [first, ...rest] = open
    if (first === undefined) return true
    if ('literal' in first) {
      return !contradicts(known, first.literal) && search(rest, [...known, first.literal])
    }
    if ('all' in first) return search([...first.all, ...rest], known)
    // What must hold anyway is looked at before there is a choice.
    const sure = rest.findIndex((one) => !('any' in one))
    const sureOne = rest[sure]
    if (sureOne !== undefined && first.any.length > 0) return search([sureOne, first, ...rest.filter((_, index) => index !== sure)], known)
    return first.any.some((choice) => search([choice, ...rest], known))
  }
  return search([formula], [])
}

/** Whether any field is asked about in both: where none is, the one says nothing of the other. */
export function sharesKeys(one: Formula, other: Formula): boolean {
  const known = keysOf(one)
  return [...keysOf(other)].some((key) => known.has(key))
}

const keys = new WeakMap<Formula, ReadonlySet<string>>()

function keysOf(formula: Formula): ReadonlySet<string> {
  const known = keys.get(formula)
  if (known !== undefined) return known
  const parts = 'literal' in formula ? [] : 'all' in formula ? formula.all : formula.any
  const found = new Set('literal' in formula ? [formula.literal, ...consequencesOf(formula.literal)].flatMap((one) => [one, ...consequencesOf(one)]).map(({ key }) => key) : parts.flatMap((part) => [...keysOf(part)]))
  keys.set(formula, found)
  return found
}

/** True only when every mail meets it. */
export function mustHold(formula: Formula): boolean {
  return !canHold(not(formula))
}

/** Whether wherever the one holds, the other does. */
export function follows(one: Formula, other: Formula): boolean {
  return !canHold({ all: [one, not(other)] })
}
