import { z } from 'zod'
import { cut } from '../cut'
import { defineWait } from '../node-type'
import type { ProblemCode } from '../problem'
import { parseTemplate, templateField, templateVariables } from '../template'
import { MAX_WAIT_SECONDS } from '../wait'
import { WaitSeconds } from '../wait-config'

const People = z.array(z.string().min(1).max(200)).max(20).refine((refs) => new Set(refs).size === refs.length)
/** Zero: never. */
const Later = z.number().int().min(0).max(MAX_WAIT_SECONDS, 'waitTooLong' satisfies ProblemCode)

/**
 * Waits for people's word. Everybody who is asked is told inside Postroom and by mail. It is approved as soon as enough agree, and rejected as soon as not
 * enough can any more.
 */
export const waitApproval = defineWait({
  type: 'wait.approval',
  configVersion: 1,
  label: 'Ask for approval',
  summary: 'Asks colleagues, and goes on by what they say.',
  group: 'wait',
  icon: 'stamp',
  synonyms: ['approve', 'reject', 'confirm', 'review', 'four eyes', 'sign off', 'human'],
  config: z
    .object({
      approvers: People.min(1, 'needsApprover' satisfies ProblemCode),
      agreement: z.enum(['any', 'all', 'some']),
      /** How many have to agree, with `some`. */
      atLeast: z.number().int().min(1).max(20),
      question: templateField(1_000),
      seconds: WaitSeconds,
      remindSeconds: Later,
      escalateSeconds: Later,
      escalateTo: People,
    })
    .superRefine(({ approvers, agreement, atLeast, seconds, remindSeconds, escalateSeconds, escalateTo }, context) => {
      const issue = (field: string, message: ProblemCode) => context.addIssue({ code: 'custom', path: [field], message })
      if (agreement === 'some' && atLeast > approvers.length) issue('atLeast', 'tooFewApprovers')
      if (remindSeconds >= seconds) issue('remindSeconds', 'lateReminder')
      if (escalateSeconds >= seconds) issue('escalateSeconds', 'lateReminder')
      if (escalateSeconds > 0 && escalateTo.length === 0) issue('escalateTo', 'needsEscalation')
    }),
  initial: {
    approvers: [], agreement: 'any', atLeast: 2, question: 'May this go on? {{ sender.name | default: sender.address }}: {{ subject }}',
    seconds: 3 * 24 * 60 * 60, remindSeconds: 24 * 60 * 60, escalateSeconds: 0, escalateTo: [],
  },
  fields: {
    approvers: { label: 'Who is asked', control: 'users' },
    agreement: { label: 'It is approved when', control: 'choice', choices: { any: 'One of them agrees', all: 'All of them agree', some: 'Some of them agree' } },
    atLeast: { label: 'At least', control: 'number', shownWhen: { agreement: ['some'] } },
    question: { label: 'What is asked', control: 'template' },
    seconds: { label: 'Wait at most', control: 'duration' },
    remindSeconds: { label: 'Remind after', help: 'Empty: nobody is reminded.', control: 'duration' },
    escalateSeconds: { label: 'Ask others after', help: 'Empty: nobody else is asked.', control: 'duration' },
    escalateTo: { label: 'The others', control: 'users' },
  },
  ports: ['approved', 'rejected', 'timed out'],
  portLabels: { approved: 'Approved', rejected: 'Rejected', 'timed out': 'Nobody decided' },
  phrases: {
    any: 'ask {people} for approval and wait up to {duration}',
    all: 'ask {people} for approval, all of them, and wait up to {duration}',
    some: 'ask {people} for approval, at least {count} of them, and wait up to {duration}',
  },
  sentence: ({ approvers, agreement, atLeast, seconds }) => [
    {
      phrase: `node.wait.approval.${agreement}`,
      values: { people: { refs: 'user', ids: approvers, join: agreement === 'any' ? 'or' : 'and' }, count: { count: atLeast }, duration: { durationSeconds: seconds } },
    },
  ],
  references: ({ approvers, escalateTo }) => [
    ...approvers.map((id) => ({ kind: 'user', id, field: 'approvers' }) as const),
    ...escalateTo.map((id) => ({ kind: 'user', id, field: 'escalateTo' }) as const),
  ],
  examples: [
    {
      title: 'One of two within two days',
      config: { approvers: ['Ada', 'Ben'], agreement: 'any', atLeast: 1, question: 'Pay {{ subject }}?', seconds: 172_800, remindSeconds: 86_400, escalateSeconds: 0, escalateTo: [] },
      message: { subject: 'Invoice 7' },
      expect: { sentence: 'ask Ada or Ben for approval and wait up to 2 days' },
    },
    {
      title: 'Two of three, then the boss',
      config: { approvers: ['Ada', 'Ben', 'Eve'], agreement: 'some', atLeast: 2, question: 'May it go out?', seconds: 604_800, remindSeconds: 0, escalateSeconds: 172_800, escalateTo: ['Zoe'] },
      message: {},
      expect: { sentence: 'ask Ada, Ben, and Eve for approval, at least 2 of them, and wait up to 1 week' },
    },
  ],
  until: ({ approvers, agreement, atLeast, question, seconds, remindSeconds, escalateSeconds, escalateTo }, { facts, companyName, values }) => ({
    due: { afterSeconds: seconds },
    listensTo: 'approval',
    approval: {
      question: cut(parseTemplate(question).toText(templateVariables(facts, companyName, values)).trim(), 0, 1_000),
      approvers,
      needed: agreement === 'any' ? 1 : agreement === 'all' ? approvers.length : atLeast,
      remindAfterSeconds: remindSeconds === 0 ? null : remindSeconds,
      escalateAfterSeconds: escalateSeconds === 0 ? null : escalateSeconds,
      escalateTo,
    },
    eventPort: 'approved', rejectedPort: 'rejected', elapsedPort: 'timed out',
  }),
})
