import { FIELDS } from './fields'
import type { Field } from './fields'
import type { NodeType } from './node-type'
import { NODE_TYPES } from './nodes/index'
import { OPERATORS } from './operators'
import { ACTION_TEXTS } from './phrases-actions'
import { EXCHANGE_TEXTS } from './exchange/phrases'
import { DIFF_TEXTS } from './phrases-diff'
import { PROBLEMS } from './problem'
import { STANDING_TEXTS } from './standing'
import { STARTERS } from './starters/index'

/**
 * The English wording of rules as a message catalogue: what node files, tables and the texts below hold, by key. Placeholders are ICU arguments.
 * Other languages translate these keys; nothing here is read when they speak.
 */

/** A phrase by its dotted key with its placeholders filled. A key without a phrase is said as itself. */
export function englishSay(key: string, values: Readonly<Record<string, string | number>>): string {
  const phrase = englishByKey()[key] ?? key
  return phrase.replace(/\{(\w+)(?:, number)?\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** Every English phrase by its dotted key. */
export function englishByKey(): Readonly<Record<string, string>> {
  known ??= { ...TEXTS, ...ACTION_TEXTS, ...DIFF_TEXTS, ...EXCHANGE_TEXTS, ...STANDING_TEXTS, ...nodePhrases(), ...conditionPhrases(), ...problemPhrases(), ...starterPhrases() }
  return known
}

let known: Readonly<Record<string, string>> | undefined

function nodePhrases(): Record<string, string> {
  const phrases: Record<string, string> = {}
  for (const type of NODE_TYPES) {
    for (const [name, phrase] of ownPhrases(type)) phrases[`node.${type.type}.${name}`] = phrase
  }
  return phrases
}

function ownPhrases(type: NodeType): readonly (readonly [string, string])[] {
  const fields = Object.entries(type.fields).flatMap(([name, hint]): readonly (readonly [string, string])[] => {
    if (hint === undefined) return []
    const choices = Object.entries(hint.choices ?? {}).map(([choice, label]) => [`field.${name}.choice.${choice}`, label] as const)
    const help = hint.help === undefined ? [] : [[`field.${name}.help`, hint.help] as const]
    const placeholder = hint.placeholder === undefined ? [] : [[`field.${name}.placeholder`, hint.placeholder] as const]
    return [[`field.${name}.label`, hint.label], ...help, ...placeholder, ...choices]
  })
  const ports = Object.entries(type.portLabels).map(([port, label]) => [`port.${port}`, label] as const)
  return [['label', type.label], ['summary', type.summary], ['synonyms', type.synonyms.join(', ')], ...Object.entries(type.phrases), ...fields, ...ports]
}

function conditionPhrases(): Record<string, string> {
  const phrases: Record<string, string> = {}
  for (const [id, operator] of Object.entries(OPERATORS)) {
    phrases[`condition.operator.${id}`] = operator.sentence
    phrases[`condition.operatorLabel.${id}`] = operator.label
  }
  for (const [id, field] of Object.entries<Field>(FIELDS)) {
    phrases[`condition.field.${id}`] = field.sentence
    phrases[`condition.fieldLabel.${id}`] = field.label
    if (field.sentenceWhenFalse !== undefined) phrases[`condition.unless.${id}`] = field.sentenceWhenFalse
    for (const [choice, label] of Object.entries(field.choices ?? {})) phrases[`condition.choice.${id}.${choice}`] = label
  }
  return phrases
}

function problemPhrases(): Record<string, string> {
  return Object.fromEntries(Object.entries(PROBLEMS).map(([code, { phrase }]) => [`problem.${code}`, phrase]))
}

function starterPhrases(): Record<string, string> {
  return Object.fromEntries(STARTERS.flatMap(({ id, phrases }) => Object.entries(phrases).map(([name, phrase]) => [`starter.${id}.${name}`, phrase])))
}

/** What no node and no table says. */
const TEXTS: Readonly<Record<string, string>> = {
  'condition.none': 'none of these is so: {list}',
  'condition.noneInside': 'none of ({list})',
  'condition.group': '({list})',
  'condition.unknown': '{field} {operator}',
  'condition.value': '{value}',
  'condition.both': '{from} and {to}',
  'condition.day.today': 'today',
  'condition.day.ago': '{count} days ago',
  'condition.day.ahead': 'in {count} days',
  'condition.fieldGroup.sender': 'Sender',
  'condition.fieldGroup.recipients': 'Recipients',
  'condition.fieldGroup.content': 'Content',
  'condition.fieldGroup.attachments': 'Attachments',
  'condition.fieldGroup.kind': 'Kind of mail',
  'condition.fieldGroup.state': 'Where it stands',
  'condition.fieldGroup.thread': 'Conversation',
  'condition.fieldGroup.record': 'Record',
  'condition.fieldGroup.time': 'Time',
  'condition.fieldGroup.rule': 'This rule',
  'condition.mode.all': 'All of these are true',
  'condition.mode.any': 'Any of these is true',
  'condition.mode.none': 'None of these is true',

  'group.start': 'Start',
  'group.decide': 'Decide',
  'group.wait': 'Wait',
  'group.classify': 'Classify',
  'group.create': 'Create',
  'group.notify': 'Notify',
  'group.respond': 'Respond',

  'rule.quoted': '“{value}”',
  'rule.unset': '(not chosen yet)',
  'rule.empty': 'The rule is empty. Add what sets it off.',
  'rule.whole': 'When {trigger}, {then}.',
  'rule.wholeIn': 'When {trigger} in {account}, {then}.',
  'rule.nothing': 'nothing happens yet',
  'rule.incomplete': '{label} (not finished)',
  'rule.switchedOff': '({step}, switched off)',
  'rule.withError': '{step} (if that fails, {then})',
  'rule.goOn': 'go on with “{step}”',
  'rule.if': 'if {condition}, then {yes}',
  'rule.ifElse': 'if {condition}, then {yes}; otherwise {no}',
  'rule.ifNone': 'if none of these is so, then {then}',
  'rule.unless': 'unless {condition}, {no}',
  'rule.ifNothing': 'check whether {condition}',
  'rule.aside': '({then})',
  'rule.waitThen': '{wait}, then {elapsed}',
  'rule.waitElse': '{wait}; if that happens, {replied}; if not, {elapsed}',
  'rule.waitReplied': '{wait}; if that happens, {replied}',
  'rule.waitElapsed': '{wait}; if not, {elapsed}',

  'rule.waitWay': '{wait}; {way}',
  'rule.on.changed': 'if it changes, {then}',
  'rule.on.received': 'if it is called, {then}',
  'rule.on.approved': 'if it is approved, {then}',
  'rule.on.rejected': 'if it is rejected, {then}',
  'rule.on.timedOut': 'if time runs out, {then}',

  'why.trigger': 'Something else sets this rule off.',
  'why.condition': 'It asks that {condition}.',
  'why.test': '{test}: the mail has {actual}.',
  'why.absent': '{test}: the mail has none.',

  'step.pending': 'not reached',
  'step.ready': 'about to start',
  'step.running': 'running',
  'step.waiting': 'waiting',
  'step.retrying': 'trying again',
  'step.done': 'done',
  'step.took': 'took “{port}”',
  'step.cancelled': 'cancelled',
  'step.failed': 'failed: {reason}',
  'step.uncertain': 'may have happened: {reason}',
  'step.skipped': 'skipped: {reason}',

  'skip.notOnThePathTaken': 'not on the path taken',
  'skip.stopped': 'the rule was stopped',
  'skip.dryRun': 'a dry run ends at its first wait',
  'skip.scopeUsed': 'already done for this mail or thread',
  'skip.outsideItsDates': 'outside its dates',
  'skip.switchedOff': 'switched off',
  'skip.movedByAnotherRule': 'another rule moved the mail',
  'skip.loopGuard': 'it would set itself off again',
  'skip.suppressed': 'the reply was withheld',
  'skip.conditionNotMet': 'its condition was not met',
  'skip.noMail': 'there is no mail to act on',

  'suppression.list': 'it came from a mailing list',
  'suppression.automatic': 'it was sent by a program',
  'suppression.bounce': 'it is a delivery report',
  'suppression.ownAddress': 'it came from an address of your own',
  'suppression.nullSender': 'its sender takes no answers',
  'suppression.noSender': 'it names no sender',
  'suppression.alreadyAnswered': 'it was answered already',
  'suppression.notAddressed': 'it was not addressed to this account',
  'guard.tooManyRecords': 'its sender opened too many records in a short time',

  'effect.tagAdd.do': 'add the tag {tag}',
  'effect.tagAdd.noChange': 'the tag {tag} is there already',
  'effect.star.do': 'star it',
  'effect.star.noChange': 'it has a star already',
  'effect.unstar.do': 'take its star away',
  'effect.unstar.noChange': 'it has no star',
  'effect.messageMove.do': 'move it to {mailbox}',
  'effect.messageMove.noChange': 'it is in {mailbox} already',
  'effect.messageMove.skip': 'leave it where the rule {rule} moved it',
  'effect.recordCreate.skip': 'open no record: its sender opened too many in a short time',
  'effect.recordCreate.ticket': 'create a ticket “{title}”',
  'effect.recordCreate.lead': 'create a lead “{title}”',
  'effect.recordReuse.ticket': 'reuse ticket #{number}',
  'effect.recordReuse.lead': 'reuse lead #{number}',
  'effect.recordReuse.ticketJustMade': 'reuse the ticket made just before',
  'effect.recordReuse.leadJustMade': 'reuse the lead made just before',
  'effect.userNotify.do': 'notify {user}: “{text}”',
  'effect.mailReply.do': 'reply to {address}: “{subject}”',
  'effect.mailReply.skip': 'send no reply, because {reason}',

  'template.sender.name': 'Name of the sender',
  'template.sender.firstName': 'First name of the sender',
  'template.sender.address': 'Address of the sender',
  'template.subject': 'Subject of the mail',
  'template.date': 'Day the mail was written',
  'template.company': 'Name of your company',
  'template.record.number': 'Number of the record',
  'template.record.title': 'Title of the record',
}
