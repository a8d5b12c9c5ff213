import { router } from '../trpc'
import { accountRouter } from './account'
import { approvalRouter } from './approval'
import { auditRouter } from './audit'
import { calendarRouter } from './calendar'
import { channelRouter } from './channel'
import { composeRouter } from './compose'
import { endpointRouter } from './endpoint'
import { executionRouter } from './execution'
import { followUpRouter } from './follow-up'
import { hookRouter } from './hook'
import { liveRouter } from './live'
import { mailboxRouter } from './mailbox'
import { meRouter } from './me'
import { memberRouter } from './member'
import { messageRouter } from './message'
import { notificationRouter } from './notification'
import { outboxRouter } from './outbox'
import { outgoingServerRouter } from './outgoing-server'
import { recordRouter } from './record'
import { ruleRouter } from './rule'
import { sessionRouter } from './session'
import { tagRouter } from './tag'
import { tokenRouter } from './token'
import { wordListRouter } from './word-list'
import { workspaceRouter } from './workspace'

/**
 * Every noun of the API. To add a procedure: one file `<noun>/<verb>.ts` that exports it, built on workspaceProcedure, writeProcedure or adminProcedure with its schema
 * beside it, and one line in `<noun>/index.ts`; a new noun also gets one line here. The tenant sweep in test/server finds it by itself: ids of others must answer `notFound`.
 * Read and write only inside `ctx.db(tx => …)`, with the workspace id of `ctx.actor` in every query; after a change `notifyChanged`, and `audit` when a person decided something.
 */
export const appRouter = router({
  account: accountRouter,
  approval: approvalRouter,
  audit: auditRouter,
  calendar: calendarRouter,
  channel: channelRouter,
  compose: composeRouter,
  endpoint: endpointRouter,
  execution: executionRouter,
  followUp: followUpRouter,
  hook: hookRouter,
  live: liveRouter,
  mailbox: mailboxRouter,
  me: meRouter,
  member: memberRouter,
  message: messageRouter,
  notification: notificationRouter,
  outbox: outboxRouter,
  outgoingServer: outgoingServerRouter,
  record: recordRouter,
  rule: ruleRouter,
  session: sessionRouter,
  tag: tagRouter,
  token: tokenRouter,
  wordList: wordListRouter,
  workspace: workspaceRouter,
})

export type AppRouter = typeof appRouter
