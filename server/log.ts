import { pino, type DestinationStream, type Logger } from 'pino'
import { env } from './env'
import { safeError } from './log-error'
import { prettyLines } from './log-pretty'

/**
 * One line per thing that happened: JSON on standard output, readable text when a person watches. A line is a fixed sentence plus fields from the list
 * below; what is not on the list cannot be logged, so mail content and secrets have no way in. A new field is a new line in FIELDS, and must be an id, a code or a number.
 */

const FIELDS = [
  'requestId', 'workspaceId', 'userId', 'sessionId', 'tokenId', 'accountId', 'mailboxId', 'messageId', 'threadId', 'ruleId', 'executionId', 'stepId', 'outgoingMessageId', 'outgoingServerId', 'recordId', 'notificationId',
  'workflowId', 'runId', 'workflow', 'activity', 'taskQueue', 'namespaceId', 'process', 'pid', 'host', 'port', 'procedure', 'method', 'status', 'code', 'state', 'reason', 'kind', 'effect', 'attempt', 'epoch', 'uid', 'uidValidity',
  'count', 'bytes', 'milliseconds', 'nextInSeconds', 'version',
] as const

/** Ids, codes and numbers. `error` is reduced to its kind, code and place in the code; its text is dropped. */
export type LogFields = { readonly [K in (typeof FIELDS)[number]]?: string | number | boolean | null } & { readonly error?: unknown }

export interface Log {
  debug(fields: LogFields, sentence: string): void
  info(fields: LogFields, sentence: string): void
  warn(fields: LogFields, sentence: string): void
  error(fields: LogFields, sentence: string): void
  /** The same log with these fields on every line: request id, execution id. */
  child(fields: LogFields): Log
}

declare global {
  var postroomLog: Log | undefined
}

/** The log of this process. */
export function log(): Log {
  globalThis.postroomLog ??= logTo(process.stdout.isTTY && env().NODE_ENV === 'development' ? prettyLines(process.stdout) : process.stdout, env().LOG_LEVEL)
  return globalThis.postroomLog
}

/** A log that writes JSON lines to `destination`. */
export function logTo(destination: DestinationStream, level: string): Log {
  return wrap(pino({ level, base: { pid: process.pid }, timestamp: () => `,"time":"${new Date().toISOString()}"`, formatters: { level: (label) => ({ level: label }) } }, destination))
}

function wrap(logger: Logger): Log {
  return {
    debug: (fields, sentence) => { logger.debug(allowed(fields), sentence) },
    info: (fields, sentence) => { logger.info(allowed(fields), sentence) },
    warn: (fields, sentence) => { logger.warn(allowed(fields), sentence) },
    error: (fields, sentence) => { logger.error(allowed(fields), sentence) },
    child: (fields) => wrap(logger.child(allowed(fields))),
  }
}

/** The type already says so; a value that got past it (data from elsewhere, spread in) is dropped here. Long text is cut: no id or code needs more. */
function allowed(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const name of FIELDS) {
    const value = fields[name]
    if (typeof value === 'string') kept[name] = value.slice(0, 200)
    else if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value
  }
  if (fields.error !== undefined) kept.error = safeError(fields.error)
  return kept
}
