import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { originOf, type Origin } from '../../db/queries/effect-origin'
import { worldFor } from '../../db/queries/message-facts'
import { send } from '../../db/send'
import { Failure } from '../../mail/failure'
import type { Asks } from '../../rules/asks'
import type { Plan } from '../../rules/rule-plan'
import { EFFECT_WORK, type Effect, type EffectKindOf, type EffectOf, type Receipt } from '../../rules/effects'
import type { MessageFacts } from '../../rules/facts'
import type { Outcome } from '../../rules/node-type'
import type { PlanStep, StepId } from '../../rules/plan/plan'
import { readySteps } from '../../rules/plan/walk'
import { afterwards, predict, receiptOf, type Scene } from '../../rules/predict'
import { eventOf, interpret, takeTurn } from '../../rules/turn'
import type { ApprovalLinks } from '../approval-links'
import type { EffectContext, Performers, PerformersHere } from '../effects/performer'
import { storedLimits } from '../../db/queries/records-of-sender'
import { limitsOf } from '../../rules/limits'
import { senderOf } from '../record-limit'
import { replySuppression } from '../reply-suppression'
import type { OpenExecution } from './open'
import type { Walk } from './replay'
import { refund, spend } from './budget'
import { Moments } from './left-values'
import { scopeTaken } from './scope'
import { subjectFacts } from './subject-facts'
import { openWait } from './open-wait'
import { foretell } from './foretell'
import type { Account, Line } from './write'
import { isTransient } from './transient'

/** A step failed in a way that may have spoilt the transaction: do it all again with a savepoint around each step. */
class StepTrouble extends Error {
  override readonly name = 'StepTrouble'
}

interface Parts {
  readonly tx: Tx
  readonly execution: OpenExecution
  readonly plan: Plan
  readonly walk: Walk
  /** Of the message, as they are when it begins. Null: there is none, or it is gone. */
  readonly facts: MessageFacts | null
  readonly performers: Performers
  readonly links: ApprovalLinks
  readonly now: Date
  /** What its conditions need to have looked up. */
  readonly asks: Asks
  /** What was settled before in the same transaction. */
  readonly settled: readonly Line[]
  /** A savepoint around each step. Only after trouble: two more round trips each. */
  readonly careful: boolean
  readonly inTurn: InTurn
}

/** Has work done while nothing else of the transaction is that asks for the same turn. */
export type InTurn = <T>(turn: string, work: () => Promise<T>) => Promise<T>

/**
 * Runs every ready step that the database alone can settle, in document order, each seeing what those before it did. Outward steps are left for `perform`,
 * except in a dry run, which describes them and ends at its first wait (semantics 22).
 */
export async function takeSteps(parts: Parts): Promise<Taken> {
  const taking = new Taking(parts)
  await taking.run()
  return taking
}

/** Effects after which every rule sees of its message what it saw before. */
const LEAVES_FACTS: ReadonlySet<Effect['kind']> = new Set<Effect['kind']>(['user.notify', 'mail.reply', 'mail.send', 'mail.forward', 'mail.redirect', 'rule.run', 'user.mail', 'followUp.create', 'channel.post', 'message.assign', 'message.snooze'])

/** Effects that only a rule with a condition about tags sees, and that leave alone whatever else others in the transaction do. */
const CHANGES_TAGS: ReadonlySet<Effect['kind']> = new Set<Effect['kind']>(['tag.add', 'tag.remove'])

/** Whether an effect may change a record that was there before. One that is opened names its execution itself. */
function changesRecords(effect: Effect): boolean {
  return effect.kind === 'record.create' ? effect.updateReused === true : effect.kind.startsWith('record.')
}

const ALONE = 'alone'

/** The turns that an effect waits for, so that others of the transaction find what it did. None for tags; records are opened side by side, but those of one sender are counted. */
function turnsOf(effect: Effect, { facts }: EffectContext): readonly string[] {
  if (CHANGES_TAGS.has(effect.kind)) return []
  const sender = effect.kind === 'record.create' ? senderOf(facts) : null
  return [...(effect.kind === 'record.create' && !changesRecords(effect) ? [] : [ALONE]), ...(sender === null ? [] : [`sender ${sender}`])]
}

export interface Taken {
  readonly lines: readonly Line[]
  /** Waits that were opened, with the time to look at each again. */
  readonly dues: ReadonlyMap<StepId, Date>
  /** Its rule may do no more for now: nothing further was begun. */
  readonly held: boolean
}

class Taking implements Taken {
  readonly lines: Line[] = []
  readonly dues = new Map<StepId, Date>()
  held = false
  private known: MessageFacts | null
  private scene: Scene | null = null
  private origin: Origin | null = null

  private readonly moments: Moments

  constructor(private readonly parts: Parts) {
    this.known = parts.facts
    this.moments = new Moments(parts.tx, parts.execution, parts.plan.skeleton, parts.asks, parts.now)
  }

  async run(): Promise<void> {
    for (let step = this.next(); step !== undefined && !this.held; step = this.next()) await this.take(step)
  }

  private get isDryRun(): boolean {
    return this.parts.execution.mode === 'dry run'
  }

  /** In a dry run waits come last, so that everything that does not depend on one is described. */
  private next(): PlanStep | undefined {
    const ready = readySteps(this.parts.plan.skeleton, this.parts.walk.state)
    if (!this.isDryRun) return ready.find(({ work }) => work !== 'outward')
    return ready.find(({ work }) => work !== 'wait') ?? ready[0]
  }

  private async take({ id, work }: PlanStep): Promise<void> {
    const { plan, execution } = this.parts
    const facts = await this.facts()
    const moment = await this.moments.of(id, work === 'wait', [...this.parts.settled, ...this.lines])
    const turn = takeTurn(plan, id, { ...moment, facts, companyName: execution.companyName })
    if (turn.does === 'settle') return this.settle(id, turn.outcome, { compared: turn.because })
    if (turn.does === 'wait') {
      if (this.isDryRun) return this.settle(id, { state: 'skipped', reason: 'stopped', detail: 'dry run' }, { outputs: foretell(plan, id, turn.dueAt, await this.sceneNow(), this.parts.now, execution, moment) })
      const opened = await openWait(this.parts.tx, execution, { stepId: id, wait: turn.wait, dueAt: new Date(turn.dueAt) }, this.parts.links, this.parts.now)
      if ('port' in opened) return this.settle(id, { state: 'done', port: opened.port }, {})
      this.dues.set(id, opened.wakeAt)
      return this.go(id, 'waiting', {})
    }
    const winner = await scopeTaken(this.parts.tx, execution, plan, id, facts, (await this.originOf()).first, this.isDryRun)
    if (winner !== null) return this.settle(id, { state: 'skipped', reason: 'scope used', detail: winner }, {})
    if (this.isDryRun) return this.describe(id, turn.effects)
    await this.perform(id, turn.effects)
  }

  private async perform(id: StepId, effects: readonly Effect[]): Promise<void> {
    const { tx, execution, plan, now } = this.parts
    const key = effects.some(({ kind }) => EFFECT_WORK[kind] === 'mail') ? (await this.originOf()).key(id, 0) : null
    if (key !== null && !(await spend(tx, execution, plan, key, now))) return void (this.held = true)
    const result = await this.guarded(async (tx) => {
      const receipts: Receipt[] = []
      for (const [index, effect] of effects.entries()) receipts.push(await this.performOne(tx, id, index, effect))
      return receipts
    })
    if (result instanceof Failure) return this.settle(id, { state: 'failed', code: result.code }, { error: { code: result.code, message: result.publicMessage } })
    if (!effects.every(({ kind }) => LEAVES_FACTS.has(kind) || (CHANGES_TAGS.has(kind) && !this.parts.asks.tags))) this.known = null
    const isQueued = result.some((receipt) => EFFECT_WORK[receipt.effect] === 'mail' && receipt.result === 'done')
    if (isQueued) return this.go(id, 'waiting', { receipts: result })
    if (key !== null) await refund(tx, execution, key)
    this.settle(id, interpret(this.parts.plan, id, result), { receipts: result })
  }

  private async performOne(tx: Tx, id: StepId, index: number, effect: Effect): Promise<Receipt> {
    if (!isHere(effect)) throw new Failure('effect out of place', { retry: 'no', publicMessage: 'This step cannot act on another server here.' })
    const context = await this.context(id, index)
    const perform = () => performHere(this.parts.performers, tx, context, effect)
    const work = async () => {
      // What becomes of a record is an event of its own, and this execution its cause. Sent ahead of what the performer sends.
      const cause = changesRecords(effect) ? send(tx, sql`select set_config('app.cause_execution_id', ${context.executionId}, true)`) : null
      const [receipt] = await Promise.all([perform(), cause])
      return receipt
    }
    return turnsOf(effect, context).reduceRight((rest, turn) => () => this.parts.inTurn(turn, rest), work)()
  }

  /** The result of the step's writes, or the failure it ends with. Errors that say nothing about the step end the whole transaction. */
  private async guarded<T>(work: (tx: Tx) => Promise<T>): Promise<T | Failure> {
    const { tx, careful } = this.parts
    try {
      return careful ? await tx.transaction(work) : await work(tx)
    } catch (error) {
      if (isTransient(error)) throw error
      if (!careful) throw new StepTrouble('a step failed', { cause: error })
      if (error instanceof Failure) return error
      return new Failure('database refused', { retry: 'no', publicMessage: 'The database refused what this step wanted to write.', cause: error })
    }
  }

  private async describe(id: StepId, effects: readonly Effect[]): Promise<void> {
    const receipts: Receipt[] = []
    for (const effect of effects) {
      const scene = await this.sceneNow()
      const prediction = predict(effect, scene.world)
      receipts.push(receiptOf(effect.kind, prediction))
      this.scene = afterwards(effect, prediction, scene)
      this.known = this.scene.facts
    }
    this.settle(id, interpret(this.parts.plan, id, receipts), { receipts })
  }

  private settle(id: StepId, outcome: Outcome, account: Account): void {
    const detail = outcome.state === 'skipped' ? (outcome.detail ?? null) : null
    const outputs = outcome.state === 'done' ? (outcome.outputs ?? null) : null
    this.write(this.parts.walk.feed(eventOf(id, outcome)), id, { detail, outputs, ...account })
  }

  private go(id: StepId, state: 'waiting', account: Account): void {
    this.write(this.parts.walk.feed({ step: id, state }), id, account)
  }

  private write(events: readonly Line['event'][], id: StepId, account: Account): void {
    for (const event of events) this.lines.push({ event, account: event.step === id ? account : {} })
  }

  private async facts(): Promise<MessageFacts> {
    const { tx, execution } = this.parts
    this.known ??= await subjectFacts(tx, execution)
    if (this.known === null) throw new Failure('message gone', { retry: 'no', publicMessage: 'The message was deleted.' })
    return this.known
  }

  private async sceneNow(): Promise<Scene> {
    if (this.scene !== null) return this.scene
    const { tx, execution } = this.parts
    const facts = await this.facts()
    const suppression = await replySuppression(tx, execution.workspaceId, facts, null)
    this.scene = { facts, world: await worldFor(tx, { workspaceId: execution.workspaceId, facts, ruleId: execution.ruleId, suppression, limits: limitsOf(await storedLimits(tx, execution.workspaceId)) }) }
    return this.scene
  }

  private async originOf(): Promise<Origin> {
    this.origin ??= await originOf(this.parts.tx, this.parts.execution)
    return this.origin
  }

  private async context(stepId: StepId, index: number): Promise<EffectContext> {
    const { id: executionId, workspaceId, accountId, ruleId, messageId, threadId, hop } = this.parts.execution
    return { workspaceId, accountId, executionId, stepId, ruleId, key: (await this.originOf()).key(stepId, index), messageId, threadId, hop, facts: await this.facts(), now: this.parts.now }
  }
}

type EffectHere = EffectOf<EffectKindOf<'database' | 'mail'>>

function isHere(effect: Effect): effect is Extract<Effect, { kind: EffectHere['kind'] }> {
  return EFFECT_WORK[effect.kind] !== 'outward'
}

function performHere<K extends EffectHere['kind']>(performers: PerformersHere, tx: Tx, context: EffectContext, effect: EffectOf<K>): Promise<Receipt> {
  return performers[effect.kind].perform(tx, context, effect)
}
