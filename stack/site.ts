import type { Ports } from './env'
import type { Mode } from './plans'
import type { Screen } from './screen'
import type { Secrets } from './secrets'
import type { Supervisor } from './supervisor'

/** What every step of bringing an installation up works with. */
export interface Site {
  readonly mode: Mode
  readonly folder: string
  readonly logs: string
  readonly ports: Ports
  readonly secrets: Secrets
  /** The address people type. */
  readonly url: string
  readonly demo: boolean
  readonly screen: Screen
  readonly supervisor: Supervisor
  /** Aborted when a person stops the run: long steps give up. */
  readonly stopped: AbortSignal
}
