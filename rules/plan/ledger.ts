import type { SkipCode, StepEvent, StepId, StepState } from './plan'

/** One row of the ledger, as far as walking needs it. */
export interface LedgerRow {
  readonly stepId: StepId
  readonly state: StepState
  /** The port taken; several are joined by commas, see `portColumn`. */
  readonly port: string | null
  /** SkipCode or failure code. */
  readonly reason: string | null
  /** True when the step was settled as uncertain before its present state: its edges were settled then (semantics 4). */
  readonly wasUncertain: boolean
}

/** The events that lead to a ledger row, for `replay`. A row that is not started says nothing. */
export function eventsOfRow(row: LedgerRow): readonly StepEvent[] {
  const event = eventOfRow(row)
  if (event === null) return []
  const isVerdict = row.wasUncertain && (event.state === 'done' || event.state === 'failed')
  return isVerdict ? [{ step: row.stepId, state: 'uncertain', code: row.reason ?? 'unknown' }, event] : [event]
}

/** The ports of a done step as one text: names of ports that can be taken together hold no comma. */
export function portColumn({ port, ports }: { readonly port: string; readonly ports?: readonly string[] }): string {
  return ports === undefined ? port : ports.join(',')
}

/** The other way round. */
export function portsOfColumn(column: string): { readonly port: string; readonly ports?: readonly string[] } {
  const ports = column.split(',')
  return ports.length === 1 ? { port: column } : { port: ports[0] ?? '', ports }
}

function eventOfRow(row: LedgerRow): StepEvent | null {
  const step = row.stepId
  switch (row.state) {
    case 'pending':
    case 'ready':
      return null
    case 'running':
    case 'waiting':
    case 'retrying':
    case 'cancelled':
      return { step, state: row.state }
    case 'done':
      return { step, state: 'done', ...portsOfColumn(row.port ?? '') }
    case 'skipped':
      return { step, state: 'skipped', reason: skipCodeOf(row.reason) }
    case 'failed':
    case 'uncertain':
      return { step, state: row.state, code: row.reason ?? 'unknown' }
  }
}

const SKIP_CODES: Readonly<Record<SkipCode, true>> = {
  'not on the path taken': true,
  stopped: true,
  'scope used': true,
  'outside its dates': true,
  'switched off': true,
  'moved by another rule': true,
  'loop guard': true,
  suppressed: true,
  'condition not met': true,
  'no mail': true,
  'part is off': true,
}

function isSkipCode(reason: string): reason is SkipCode {
  return Object.hasOwn(SKIP_CODES, reason)
}

/** A ledger is only ever written with our own codes; an unknown one was written by a newer version and counts as a step's own reason. */
function skipCodeOf(reason: string | null): SkipCode {
  return reason !== null && isSkipCode(reason) ? reason : 'switched off'
}
