import { z } from 'zod'

/** What somebody expects of rules for one mail, as `<name>.expect.json` says it. What is left out is not compared; a rule that is not named is expected not to run. */

const When = z.iso.datetime({ offset: true })

/** An effect with as much of it as matters. */
const ExpectedEffect = z.looseObject({ kind: z.string() })

export const ExpectedRun = z.strictObject({
  /** The way out of each wait, by step: it ends at the first without one. Part of the question, not of the answer. */
  waits: z.record(z.string(), z.string()).optional(),
  verdict: z.enum(['no match', 'waits', 'ends']).optional(),
  /** How it would end. */
  state: z.string().optional(),
  /** Of one that does not run: whether its start or a condition said no, and which step. */
  reason: z.enum(['trigger', 'condition']).optional(),
  step: z.string().optional(),
  /** Steps in the order of the drawing: `id`, `id.port`, `id (skipped: reason)`. */
  path: z.array(z.string()).optional(),
  effects: z.array(ExpectedEffect).optional(),
})
export type ExpectedRun = z.infer<typeof ExpectedRun>

/** What a mail alone does not tell; each has a plain default. */
const Facts = z.strictObject({
  flags: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  /** Path of the folder it is in. */
  mailbox: z.string().optional(),
  isReply: z.boolean().optional(),
  isAnswered: z.boolean().optional(),
  contactKnown: z.boolean().optional(),
  threadMessageCount: z.int().min(1).optional(),
  threadLastInboundAt: When.optional(),
  threadLastOutboundAt: When.optional(),
  /** The open record of its conversation. `assignee`: a ref of the file's users. */
  record: z.strictObject({ type: z.enum(['ticket', 'lead']), number: z.int().default(1), stage: z.string().default('open'), title: z.string().default(''), assignee: z.string().nullable().default(null), fields: z.record(z.string(), z.string()).default({}) }).optional(),
})
export type GivenFacts = z.infer<typeof Facts>

export const Expectation = z.strictObject({
  /** File name of the mail; else the one that is called as this file is. */
  mail: z.string().optional(),
  /** When it arrives; else when it was sent. */
  now: When.optional(),
  timeZone: z.string().optional(),
  /** Addresses that are ours; else that of the rule's account. */
  ownAddresses: z.array(z.string()).optional(),
  facts: Facts.optional(),
  rules: z.record(z.string(), ExpectedRun),
})
export type Expectation = z.infer<typeof Expectation>
