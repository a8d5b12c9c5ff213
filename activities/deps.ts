import type { Database } from '../db/client'

/**
 * What activities are made from: their factory is given the parts of the process, so that a test gives its own. Nothing in activities/ reads the environment.
 */
export interface Deps {
  readonly database: Database
  readonly now: () => Date
  readonly log: ActivityLog
  /** A named place at which a chaos test may end the process; does nothing otherwise. */
  readonly fault: (site: string) => Promise<void>
}

type Fields = { readonly workspaceId?: string; readonly accountId?: string; readonly executionId?: string; readonly stepId?: string; readonly workflowId?: string; readonly count?: number; readonly code?: string; readonly state?: string; readonly attempt?: number; readonly milliseconds?: number; readonly error?: unknown }

/** The part of the process's log that activities use: ids and codes, never content. */
export interface ActivityLog {
  debug(fields: Fields, sentence: string): void
  info(fields: Fields, sentence: string): void
  warn(fields: Fields, sentence: string): void
  error(fields: Fields, sentence: string): void
}
