/**
 * The registry of workflows: what the worker's bundle holds. Deterministic code only: from rules/ the plan folder, from activities/ types; no clock but
 * Temporal's, no mail content in arguments, results or signals. To add one: a file here, a line below, saved histories for its paths.
 */
export { executeBatch } from './execute-batch'
export { executeRule } from './execute-rule'
export { runSchedule } from './run-schedule'
export { sendMessage } from './send-message'
export { syncAccount } from './sync-account'
