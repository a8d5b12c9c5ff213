/**
 * What can be wrong with a drawn rule. A table: to add a problem, an entry here and its check. Blockers keep a rule from being published,
 * warnings are shown and can be accepted. Schemas of node configs use these codes as their messages, so that forms and compiler say the same.
 */

export const PROBLEMS = {
  noTrigger: { severity: 'blocker', phrase: 'The rule has no start. Add what sets it off.' },
  manyTriggers: { severity: 'blocker', phrase: 'A rule has one start only. Remove this one or make it a rule of its own.' },
  noAction: { severity: 'blocker', phrase: 'The rule does nothing yet. Connect an action to it.' },
  tooManyNodes: { severity: 'blocker', phrase: 'A rule has at most {limit, number} steps.' },
  unknownType: { severity: 'blocker', phrase: 'This kind of step does not exist here: {type}.' },
  duplicateId: { severity: 'blocker', phrase: 'Two steps have the same id: {id}.' },
  danglingEdge: { severity: 'blocker', phrase: 'A connection leads to or from a step that is gone.' },
  unknownPort: { severity: 'blocker', phrase: 'This step has no way out named {port}.' },
  actionAfterStop: { severity: 'blocker', phrase: 'Nothing can follow a Stop. Remove the connection.' },
  edgeIntoTrigger: { severity: 'blocker', phrase: 'Nothing can lead back to the start.' },
  cycle: { severity: 'blocker', phrase: 'These steps lead round in a circle: {steps}. Remove one of the connections.' },
  tooManyOutward: { severity: 'blocker', phrase: 'One path may act on mail servers and send mail at most {limit, number} times; this one does {count, number} times.' },
  cannotSwitchOff: { severity: 'blocker', phrase: 'Only actions can be switched off. Remove this step or switch it on.' },
  cannotGoOn: { severity: 'blocker', phrase: 'This step has several ways out, so it cannot simply go on after an error.' },
  errorPathMissing: { severity: 'blocker', phrase: 'On an error this step takes the error path, but nothing is connected to it.' },
  scopeLooser: { severity: 'blocker', phrase: 'A step may only act less often than its rule, and this would never hold it back. Choose a stricter limit, or none of its own.' },
  needsInterval: { severity: 'blocker', phrase: 'Choose how long the interval is, and for whom it counts.' },
  windowNeverOpen: { severity: 'blocker', phrase: 'This time is never: its end comes before its beginning.' },
  stopLaterTooLate: { severity: 'blocker', phrase: 'Later rules begin as soon as the mail arrives, so “Stop later rules” may only follow the start, conditions and its like.' },
  stopLaterLimited: { severity: 'blocker', phrase: '“Stop later rules” counts whenever it is reached. It has no limit and no time of its own.' },
  needsMail: { severity: 'blocker', phrase: 'This step acts on a mail, but what sets this rule off is about none.' },
  cronBroken: { severity: 'blocker', phrase: 'These times cannot be read. Write minute, hour, day of the month, month and day of the week, such as 0 9 * * 1-5.' },
  hookFieldsBroken: { severity: 'blocker', phrase: 'Name at most twenty fields, such as order.id, with commas between them.' },
  timeZoneUnknown: { severity: 'blocker', phrase: 'There is no such time zone.' },
  mailboxGone: { severity: 'blocker', phrase: 'The folder does not exist any more. Choose another.' },
  mailboxOfAnotherAccount: { severity: 'blocker', phrase: 'The folder {mailbox} belongs to another account. Choose one of this account.' },
  userGone: { severity: 'blocker', phrase: 'The person is no longer a member. Choose somebody else.' },
  missing: { severity: 'blocker', phrase: 'Something is missing here.' },
  invalid: { severity: 'blocker', phrase: 'This value cannot be used here.' },
  tooSmall: { severity: 'blocker', phrase: 'This is too little. The least is {limit, number}.' },
  tooBig: { severity: 'blocker', phrase: 'This is too much. The most is {limit, number}.' },
  configOfNewerVersion: { severity: 'blocker', phrase: 'This step was made by a newer version of Postroom.' },
  needsValue: { severity: 'blocker', phrase: 'The condition needs something to compare with.' },
  needsCondition: { severity: 'blocker', phrase: 'The group needs at least one condition.' },
  needsHeaderName: { severity: 'blocker', phrase: 'Name the header, such as X-Priority.' },
  operatorDoesNotFit: { severity: 'blocker', phrase: 'This comparison does not fit this field.' },
  needsName: { severity: 'blocker', phrase: 'Say which one: its name is missing or cannot be one.' },
  valueNameBroken: { severity: 'blocker', phrase: 'Name the value with letters, digits and underscores, a letter first.' },
  needsList: { severity: 'blocker', phrase: 'Choose a list.' },
  needsNumber: { severity: 'blocker', phrase: 'Write a number.' },
  rangeReversed: { severity: 'blocker', phrase: 'The first must not be greater than the second.' },
  needsDay: { severity: 'blocker', phrase: 'Choose a day.' },
  needsTimes: { severity: 'blocker', phrase: 'Choose two different times of day.' },
  patternBroken: { severity: 'blocker', phrase: 'This pattern cannot be read. Look-around and back-references are not possible.' },
  captureName: { severity: 'blocker', phrase: 'Names in a pattern have letters, digits and underscores, a letter first, and at most 32 of them.' },
  listGone: { severity: 'blocker', phrase: 'The list does not exist any more. Choose another.' },
  needsBranch: { severity: 'blocker', phrase: 'Add a way with a condition.' },
  branchTwice: { severity: 'blocker', phrase: 'Two ways have the same id.' },
  needsBranchName: { severity: 'blocker', phrase: 'Give the way a name.' },
  tooManyValues: { severity: 'blocker', phrase: 'A rule may have at most {limit, number} values; this one has {count, number}.' },
  valueUnknown: { severity: 'blocker', phrase: 'No step before this one sets the value {name}.' },
  valueMayBeMissing: { severity: 'blocker', phrase: 'The value {name} is not set on every way that leads here. Say what stands in for it: {placeholder}' },
  needsTag: { severity: 'blocker', phrase: 'Choose a tag or type a new one.' },
  needsMailbox: { severity: 'blocker', phrase: 'Choose the folder.' },
  needsUser: { severity: 'blocker', phrase: 'Choose whom to notify.' },
  needsChannel: { severity: 'blocker', phrase: 'Name the channel.' },
  needsEndpoint: { severity: 'blocker', phrase: 'Choose the web address.' },
  endpointGone: { severity: 'blocker', phrase: 'The web address was removed. Choose another.' },
  pathBroken: { severity: 'blocker', phrase: 'A path begins with / or ?, and its placeholders stand in double curly brackets.' },
  headersBroken: { severity: 'blocker', phrase: 'Write one header per line, such as X-Source: mail. Length, type and signature are set for you.' },
  jsonBroken: { severity: 'blocker', phrase: 'This is no JSON. Placeholders belong inside quoted texts.' },
  formBroken: { severity: 'blocker', phrase: 'Write one name=value per line.' },
  needsText: { severity: 'blocker', phrase: 'Write the text.' },
  needsDuration: { severity: 'blocker', phrase: 'Choose how long to wait.' },
  needsCalendar: { severity: 'blocker', phrase: 'Choose the working hours.' },
  calendarGone: { severity: 'blocker', phrase: 'The working hours do not exist any more. Choose others.' },
  calendarClosed: { severity: 'blocker', phrase: 'By these working hours nobody works within the next five years.' },
  calendarNeverOpen: { severity: 'blocker', phrase: 'Open at least one day of the week.' },
  calendarOrder: { severity: 'blocker', phrase: 'Each opening ends after it begins, and the next begins after that.' },
  calendarTime: { severity: 'blocker', phrase: 'Write the time as hours and minutes, such as 09:30.' },
  calendarZone: { severity: 'blocker', phrase: 'There is no such time zone.' },
  needsDate: { severity: 'blocker', phrase: 'Choose the day and the time.' },
  needsTime: { severity: 'blocker', phrase: 'Choose the time of day.' },
  needsValueName: { severity: 'blocker', phrase: 'Name the value that holds the date.' },
  needsField: { severity: 'blocker', phrase: 'Name the field.' },
  needsHook: { severity: 'blocker', phrase: 'Choose the hook.' },
  hookGone: { severity: 'blocker', phrase: 'The hook does not exist any more. Choose another.' },
  needsApprover: { severity: 'blocker', phrase: 'Choose who is asked.' },
  tooFewApprovers: { severity: 'blocker', phrase: 'Fewer people are asked than have to agree.' },
  needsEscalation: { severity: 'blocker', phrase: 'Choose who is asked next.' },
  lateReminder: { severity: 'blocker', phrase: 'This has to come before the wait is over.' },
  waitTooLong: { severity: 'blocker', phrase: 'A wait lasts at most one year.' },
  templateBroken: { severity: 'blocker', phrase: 'The text has a placeholder that cannot be read. Check the curly brackets.' },
  templateUnknownVariable: { severity: 'blocker', phrase: 'The text uses a placeholder that does not exist.' },
  feedsItself: { severity: 'warning', phrase: 'What this rule does may set it off again. For that it does not run, unless you allow it in its settings.' },
  feedsOthers: { severity: 'warning', phrase: 'These rules may set one another off in a circle: {rules}. After three rounds Postroom ends it.' },
  unreachable: { severity: 'warning', phrase: 'Nothing leads here, so this step never runs. It is left out.' },
  duplicateEdge: { severity: 'warning', phrase: 'The same connection is drawn twice. It counts once.' },
  allSwitchedOff: { severity: 'warning', phrase: 'All actions of this rule are switched off.' },
  contradictingMoves: { severity: 'warning', phrase: 'The mail is moved to {first} and then to {second} on the same path. Only the last place remains.' },
  anyNegative: { severity: 'warning', phrase: 'ANY with a condition that says “not” is true for nearly every mail. Did you mean ALL?' },
  neverTrue: { severity: 'warning', phrase: 'These conditions cannot be true together, so “Yes” is never taken.' },
  replyUnconditional: { severity: 'warning', phrase: 'Every mail that arrives gets this automatic reply. Add a condition before it.' },
  portNeverTaken: { severity: 'warning', phrase: 'This wait listens to nothing, so the path for a reply is never taken.' },
} as const satisfies Record<string, { readonly severity: 'blocker' | 'warning'; readonly phrase: string }>

export type ProblemCode = keyof typeof PROBLEMS

export interface Problem {
  /** The node it belongs to; null for the rule as a whole. */
  readonly node: string | null
  /** Path in the node's config, joined by dots. */
  readonly field?: string
  readonly code: ProblemCode
  readonly severity: 'blocker' | 'warning'
  /** Placeholders of the phrase `problem.<code>`. */
  readonly values?: Readonly<Record<string, string | number>>
}

export function problem(node: string | null, code: ProblemCode, more: Pick<Problem, 'field' | 'values'> = {}): Problem {
  return { node, code, severity: PROBLEMS[code].severity, ...more }
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}
