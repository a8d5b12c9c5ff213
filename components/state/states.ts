import {
  Ban, CalendarClock, CircleCheck, CircleCheckBig, CircleDashed, CircleHelp, CircleMinus, CircleX, FlaskConical, Hourglass, Loader, PencilLine, RotateCw, Undo2,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ExecutionState, StepState } from '../../rules/plan/plan'

/** Every state there is to show: of executions, steps and outgoing messages, and "dry run", which is a mode but looks like one. */
export type ShownState = ExecutionState | StepState | 'draft' | 'scheduled' | 'sending' | 'deferred' | 'accepted' | 'returned' | 'dry run'

interface Look {
  readonly icon: LucideIcon
  /** Key under `states`. The same word on every screen. */
  readonly word: 'pending' | 'ready' | 'queued' | 'running' | 'waiting' | 'retrying' | 'done' | 'doneWithSkips' | 'skipped' | 'failed' | 'cancelled' | 'uncertain' | 'dryRun' | 'draft' | 'scheduled' | 'sending' | 'deferred' | 'accepted' | 'returned'
  readonly ink: string
  readonly soft: string
}

const MUTED = { ink: 'text-st-queued', soft: 'bg-muted-soft' }
const SUCCESS = { ink: 'text-st-done', soft: 'bg-success-soft' }
const WARNING = { ink: 'text-st-retrying', soft: 'bg-warning-soft' }
const INFO = { ink: 'text-st-running', soft: 'bg-info-soft' }
const DANGER = { ink: 'text-st-failed', soft: 'bg-danger-soft' }

/** A state is always icon, word and colour; this is the only place that says which. */
export const STATES: { readonly [S in ShownState]: Look } = {
  pending: { icon: CircleDashed, word: 'pending', ...MUTED },
  ready: { icon: CircleDashed, word: 'ready', ...MUTED },
  queued: { icon: CircleDashed, word: 'queued', ...MUTED },
  running: { icon: Loader, word: 'running', ...INFO },
  waiting: { icon: Hourglass, word: 'waiting', ink: 'text-st-waiting', soft: 'bg-waiting-soft' },
  retrying: { icon: RotateCw, word: 'retrying', ...WARNING },
  done: { icon: CircleCheck, word: 'done', ...SUCCESS },
  'done with skips': { icon: CircleCheckBig, word: 'doneWithSkips', ...SUCCESS },
  skipped: { icon: CircleMinus, word: 'skipped', ...MUTED },
  failed: { icon: CircleX, word: 'failed', ...DANGER },
  cancelled: { icon: Ban, word: 'cancelled', ...MUTED },
  uncertain: { icon: CircleHelp, word: 'uncertain', ...WARNING },
  'dry run': { icon: FlaskConical, word: 'dryRun', ink: 'text-st-dryrun', soft: 'border border-dashed border-line-control' },
  draft: { icon: PencilLine, word: 'draft', ...MUTED },
  scheduled: { icon: CalendarClock, word: 'scheduled', ink: 'text-st-waiting', soft: 'bg-waiting-soft' },
  sending: { icon: Loader, word: 'sending', ...INFO },
  deferred: { icon: RotateCw, word: 'deferred', ...WARNING },
  accepted: { icon: CircleCheck, word: 'accepted', ...SUCCESS },
  returned: { icon: Undo2, word: 'returned', ...DANGER },
}
