import { given } from './arguments'
import type { Plain, SieveTest, Statement } from './syntax'

/** Where a way through the script may have been when it gets to a place. */
interface Way {
  /** The mail was put somewhere. */
  readonly isPlaced: boolean
  /** It is thrown away unless something after this puts it somewhere. */
  readonly isDropped: boolean
  readonly hasActed: boolean
  /** A condition was asked after something was done. */
  readonly askedLate: boolean
}

export const START: Way = { isPlaced: false, isDropped: false, hasActed: false, askedLate: false }

/** What can be told of a script without any mail. */
export interface Flow {
  /** How its ways may end that do not stop; null: all of them stop. */
  readonly end: Way | null
  /** Commands that put a mail where another copy of it may already be elsewhere. */
  readonly second: ReadonlySet<Statement>
  /** A `stop` stands behind a condition that was asked after something was done. */
  readonly stopsLate: boolean
}

export function flowOf(statements: readonly Statement[]): Flow {
  const second = new Set<Statement>()
  let stopsLate = false
  const through = (list: readonly Statement[], start: Way | null): Way | null =>
    list.reduce((way: Way | null, statement) => {
      if (way === null) return null
      if (statement.kind === 'choice') {
        const inside = { ...way, askedLate: way.askedLate || way.hasActed }
        const ends = [...statement.ways.map(({ block }) => through(block, inside)), statement.otherwise === null ? inside : through(statement.otherwise.block, inside)]
        return merged(ends)
      }
      if (statement.name === 'stop') {
        stopsLate ||= way.askedLate
        return null
      }
      if (isPlacing(statement) && way.isPlaced) second.add(statement)
      return after(way, statement)
    }, start)
  const end = through(statements, START)
  return { end, second, stopsLate }
}

/** Every statement, those within blocks too. */
export function allStatements(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((one) => [one, ...(one.kind === 'choice' ? [...one.ways.flatMap(({ block }) => allStatements(block)), ...allStatements(one.otherwise?.block ?? [])] : [])])
}

export function usesCommand(statements: readonly Statement[], ...names: readonly string[]): boolean {
  return allStatements(statements).some((one) => one.kind === 'plain' && names.includes(one.name))
}

/** Whether what it does depends on flags that were set before. */
export function mindsFlags(statements: readonly Statement[]): boolean {
  const asks = (test: SieveTest): boolean => test.name === 'hasflag' || test.tests.some(asks)
  return usesCommand(statements, 'setflag', 'removeflag') || allStatements(statements).some((one) => (one.kind === 'choice' ? one.ways.some(({ test }) => asks(test)) : given(one.arguments).tags.has('flags')))
}

function after(way: Way, statement: Plain): Way {
  return { isPlaced: way.isPlaced || isPlacing(statement), isDropped: way.isDropped || statement.name === 'discard', hasActed: true, askedLate: way.askedLate }
}

function isPlacing(statement: Plain): boolean {
  return statement.name === 'keep' || (statement.name === 'fileinto' && !given(statement.arguments).tags.has('copy'))
}

function merged(ways: readonly (Way | null)[]): Way | null {
  return ways.reduce((a, b) => {
    if (a === null || b === null) return a ?? b
    return { isPlaced: a.isPlaced || b.isPlaced, isDropped: a.isDropped || b.isDropped, hasActed: a.hasActed || b.hasActed, askedLate: a.askedLate || b.askedLate }
  }, null)
}
