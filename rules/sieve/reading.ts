import { sentenceOfConditions } from '../condition-sentence'
import type { ConditionGroup } from '../condition-tree'
import { allStatements, mindsFlags, usesCommand } from './flow'
import type { Flow } from './flow'
import { sentenceOf } from './drawing'
import type { Drawing, Step } from './drawing'
import type { Folders } from './folders'
import { readAction } from './read-action'
import type { State } from './read-action'
import { readTest } from './read-test'
import type { Report } from './report'
import { group } from './said'
import type { Argument, Choice, Place, Plain, SieveTest, Statement } from './syntax'
import type { Pieces } from './variables'

/** What a script, or a part of it, is read into. */
export interface Setting {
  readonly drawing: Drawing
  readonly report: Report
  readonly folders: Folders
  readonly flow: Flow
  /** `stop` keeps later rules from the mail too: the script becomes several. */
  readonly stopsLater: boolean
  /** Conditions are named after the comments before them. */
  readonly named: boolean
}

/** A place in a script: the next statement of a list, and where things go on after the list. */
interface Point {
  readonly list: readonly Statement[]
  readonly index: number
  readonly up: Point | null
}

const MAX_WAYS = 20

/**
 * Walks every way through a script once and draws it. A place that is come by with the same things true of the mail is the same step, so that ways which part
 * come together again; where a later command would do something else after one of them, they stay apart.
 */
export class Reading {
  private readonly drawn = new Map<string, string | null>()
  private readonly lists = new Map<readonly Statement[], number>()
  private readonly start: State

  constructor(
    private readonly script: readonly Statement[],
    private readonly setting: Setting,
    isWithVariables: boolean,
  ) {
    this.start = { placed: 'no', flags: [], values: isWithVariables ? new Map() : null }
  }

  /** The rule's first step after its trigger; null when nothing would be done. */
  draw(): string | null {
    return this.visit({ list: this.script, index: 0, up: null }, this.start, this.setting.stopsLater)
  }

  /** `isRunStart`: nothing was done before, and the script becomes several rules. */
  private visit(point: Point, state: State, isRunStart: boolean): string | null {
    const statement = point.list[point.index]
    if (statement === undefined) return point.up === null ? this.finish(state) : this.visit(point.up, state, isRunStart)
    const known = this.known(point, state)
    const list = this.lists.get(point.list) ?? this.lists.size
    this.lists.set(point.list, list)
    const key = `${list}:${point.index}:${String(isRunStart)}:${keyOf(known)}`
    const before = this.drawn.get(key)
    if (before !== undefined) return before
    const next = { ...point, index: point.index + 1 }
    const drawn = this.stops(point, known, isRunStart) ?? (statement.kind === 'choice' ? this.choose(statement, next, known, isRunStart) : this.act(statement, next, known, isRunStart))
    this.drawn.set(key, drawn)
    return drawn
  }

  /** Only what a later command could ask of a mail tells two ways apart. */
  private known(point: Point, { placed, flags, values }: State): State {
    const { marks, unmarks, discards } = ahead(point)
    return { placed: placed === 'stored' && !marks && !discards ? 'no' : placed, flags: unmarks ? flags : [], values }
  }

  /** The step that keeps later rules from the mail stands before everything that is done. */
  private stops(point: Point, state: State, isRunStart: boolean): string | null {
    if (!isRunStart || !endsInStop(point)) return null
    const id = this.setting.drawing.add({ type: 'rules.stop', config: {} })
    this.setting.drawing.connect(id, 'next', this.visit(point, state, false))
    return id
  }

  private finish({ placed }: State): string | null {
    if (placed !== 'dropped') return null
    const before = this.drawn.get('dropped')
    if (before !== undefined) return before
    const id = this.setting.drawing.add({ type: 'mailbox.move', config: { mailboxRef: this.setting.folders.ref('Trash', 'trash') } })
    this.drawn.set('dropped', id)
    return id
  }

  private act(command: Plain, next: Point, state: State, isRunStart: boolean): string | null {
    const { report, drawing, folders } = this.setting
    if (command.name === 'stop') {
      report.remark(command.at, 'taken', this.setting.stopsLater ? 'stopsLater' : 'stops')
      return this.finish(state)
    }
    if (command.name === 'require') return this.visit(next, state, isRunStart)
    const doing = readAction(command, state, folders.ref)
    const said = doing.steps.map((step) => ({ step, sentence: sentenceOf(step, folders.names()) }))
    const steps = said.filter(({ sentence }) => sentence !== null).map(({ step }) => step)
    for (const { sentence } of said) {
      if (sentence === null) report.remark(command.at, 'lost', 'notAllowed')
      else report.say(command.at, 'taken', sentence)
    }
    for (const { severity, code, values } of doing.remarks) report.remark(command.at, severity, code, values)
    if (this.setting.flow.second.has(command)) report.remark(command.at, 'changed', 'twoPlaces')
    if (steps.length === 0 && doing.remarks.length === 0) report.remark(command.at, 'taken', command.name === 'keep' || command.name === 'fileinto' ? 'keeps' : 'nothingToDo')
    if (command.block !== null) report.remark(command.at, 'lost', 'blockOfUnknown')
    return this.chain(steps, drawing, () => this.visit(next, doing.state, false))
  }

  private chain(steps: readonly Step[], drawing: Drawing, after: () => string | null): string | null {
    const ids = steps.map((step) => drawing.add(step))
    for (const [index, id] of ids.entries()) drawing.connect(id, 'next', ids[index + 1] ?? after())
    return ids[0] ?? after()
  }

  private choose(choice: Choice, next: Point, state: State, isRunStart: boolean): string | null {
    const subject = subjectIdiom(choice)
    if (subject !== null) return this.visitWithSubject(choice, next, state, subject, isRunStart)
    const ways: { readonly conditions: ConditionGroup; readonly block: readonly Statement[]; readonly test: SieveTest }[] = []
    let last: readonly Statement[] | null = choice.otherwise?.block ?? null
    for (const [index, { test, block, at }] of choice.ways.entries()) {
      const said = readTest(test, { flags: state.flags, values: state.values }, (code) => this.setting.report.remark(at, 'changed', code))
      if (said.kind === 'lost') {
        this.setting.report.remark(at, 'lost', said.code, said.values)
        this.lose(choice, index)
        last = null
        break
      }
      if (said.kind === 'known') {
        this.setting.report.remark(at, 'taken', said.holds ? 'always' : 'never')
        if (!said.holds) continue
        last = block
        break
      }
      const conditions = said.item.kind === 'group' ? said.item : group('all', [said.item])
      this.setting.report.say(at, 'taken', sentenceOfConditions(conditions))
      ways.push({ conditions, block, test })
    }
    if (choice.otherwise !== null && last === choice.otherwise.block) this.setting.report.remark(choice.otherwise.at, 'taken', 'otherwise')
    const into = (block: readonly Statement[] | null): Point => (block === null ? next : { list: block, index: 0, up: next })
    return this.route(ways, () => this.visit(into(last), state, isRunStart), (block) => this.visit(into(block), state, isRunStart), choice.title)
  }

  /** One question is a condition, several are a router. What leads nowhere is not asked. */
  private route(ways: readonly { readonly conditions: ConditionGroup; readonly block: readonly Statement[]; readonly test: SieveTest }[], otherwise: () => string | null, into: (block: readonly Statement[]) => string | null, title: string): string | null {
    const { drawing } = this.setting
    const here = ways.slice(0, MAX_WAYS)
    const [first] = here
    if (first === undefined) return otherwise()
    const name = this.setting.named ? title : ''
    const branches = here.map(({ conditions, block, test }, index) => ({ id: `w${index + 1}`, name: nameOfWay(block, test), conditions }))
    const id = drawing.add(here.length === 1 ? { type: 'condition', config: { conditions: first.conditions }, name } : { type: 'router', config: { mode: 'first', branches }, name })
    const targets = here.map(({ block }) => into(block))
    const rest = ways.length > MAX_WAYS ? this.route(ways.slice(MAX_WAYS), otherwise, into, title) : otherwise()
    if (targets.every((target) => target === rest)) {
      drawing.undo(id)
      return rest
    }
    for (const [index, target] of targets.entries()) drawing.connect(id, here.length === 1 ? 'yes' : `w${index + 1}`, target)
    drawing.connect(id, here.length === 1 ? 'no' : 'otherwise', rest)
    return id
  }

  /** `if header :matches "subject" "*" { set "x" "${1}"; }`: the values are those of whatever mail it is. */
  private visitWithSubject(choice: Choice, next: Point, state: State, block: readonly Plain[], isRunStart: boolean): string | null {
    this.setting.report.remark(choice.at, 'taken', 'subjectRead')
    const found: Pieces = [{ placeholder: 'subject' }]
    let now: State = { ...state, values: new Map([...(state.values ?? []), ['0', found], ['1', found]]) }
    for (const command of block) {
      const doing = readAction(command, now, this.setting.folders.ref)
      for (const { severity, code, values } of doing.remarks) this.setting.report.remark(command.at, severity, code, values)
      now = doing.state
    }
    const values = new Map([...(now.values ?? [])].filter(([name]) => name !== '0' && name !== '1'))
    return this.visit(next, { ...now, values }, isRunStart)
  }

  /** From a condition that cannot be asked on, nobody knows what was meant. */
  private lose(choice: Choice, from: number): void {
    const blocks = [...choice.ways.slice(from).map(({ block }) => block), ...(choice.otherwise === null ? [] : [choice.otherwise.block])]
    for (const { at } of choice.ways.slice(from + 1)) this.setting.report.remark(at, 'lost', 'afterUnasked')
    if (choice.otherwise !== null) this.setting.report.remark(choice.otherwise.at, 'lost', 'afterUnasked')
    for (const statement of blocks.flatMap(allStatements)) {
      for (const at of placesOf(statement)) this.setting.report.remark(at, 'lost', 'withinUnasked')
    }
    if (blocks.some((block) => usesCommand(block, 'stop'))) this.setting.report.remark(choice.ways[from]?.at ?? choice.at, 'changed', 'stopLost')
  }
}

const MAX_WAY_NAME = 60

/** A way is called after the folder it leads to, else after what its test looks for. */
function nameOfWay(block: readonly Statement[], test: SieveTest): string {
  const folders = block.flatMap((one) => (one.kind === 'plain' && one.name === 'fileinto' ? textsIn(one.arguments.slice(-1)) : []))
  const [name = test.name] = [...folders, ...wantedIn(test)].filter((text) => text.trim() !== '')
  return name.slice(0, MAX_WAY_NAME).trim()
}

function wantedIn(test: SieveTest): readonly string[] {
  return [...textsIn(test.arguments.slice(-1)), ...test.tests.flatMap(wantedIn)]
}

function textsIn(args: readonly Argument[]): readonly string[] {
  return args.flatMap((argument) => (argument.kind === 'strings' ? argument.values : []))
}

/** Where the lines of a statement begin that have something to say. */
export function placesOf(statement: Statement): readonly Place[] {
  if (statement.kind === 'plain') return [statement.at]
  return [...statement.ways.map(({ at }) => at), ...(statement.otherwise === null ? [] : [statement.otherwise.at])]
}

interface Ahead {
  /** Flags are set or taken, which changes nothing for a mail that was put somewhere. */
  readonly marks: boolean
  /** Flags that were set before are asked for or taken. */
  readonly unmarks: boolean
  readonly discards: boolean
}

/** What a script does from a place on. */
function ahead({ list, index, up }: Point): Ahead {
  const rest = up === null ? { marks: false, unmarks: false, discards: false } : ahead(up)
  const here = list.slice(index)
  const unmarks = mindsFlags(here)
  return { marks: rest.marks || unmarks || usesCommand(here, 'addflag'), unmarks: rest.unmarks || unmarks, discards: rest.discards || usesCommand(here, 'discard') }
}

/** Nothing is asked any more before it stops. */
function endsInStop({ list, index, up }: Point): boolean {
  for (const statement of list.slice(index)) {
    if (statement.kind === 'choice') return false
    if (statement.name === 'stop') return true
  }
  return up !== null && endsInStop(up)
}

function keyOf({ placed, flags, values }: State): string {
  return JSON.stringify([placed, flags.toSorted(), values === null ? null : [...values].toSorted(([a], [b]) => (a < b ? -1 : 1))])
}

/** The commands within the idiom that remembers the subject; null for anything else. */
function subjectIdiom({ ways: [way, second], otherwise }: Choice): readonly Plain[] | null {
  if (way === undefined || second !== undefined || otherwise !== null || way.test.name !== 'header') return null
  const [match, header, key, more] = way.test.arguments
  const isSubject = match?.kind === 'tag' && match.name === 'matches' && header?.kind === 'strings' && header.values.length === 1 && header.values[0]?.toLowerCase() === 'subject'
  const isAny = key?.kind === 'strings' && key.values.length === 1 && key.values[0] === '*' && more === undefined
  const commands = way.block.flatMap((one) => (one.kind === 'plain' && one.name === 'set' ? [one] : []))
  return isSubject && isAny && commands.length === way.block.length && commands.length > 0 ? commands : null
}
