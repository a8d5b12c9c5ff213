'use client'
import { GitBranch, Hourglass, Mail, Split, Zap } from 'lucide-react'
import { ModeTag, RuleStateTag } from '../state/mode-tag'
import { RoleTile } from '../state/role-tile'
import { StateChip } from '../state/state-chip'
import { STATES, type ShownState } from '../state/states'
import { Box } from './box'

const SOON = new Date(Date.UTC(2026, 10, 20, 17, 21))
const ALL: readonly ShownState[] = ['pending', 'ready', 'queued', 'running', 'waiting', 'retrying', 'done', 'done with skips', 'skipped', 'failed', 'cancelled', 'uncertain', 'dry run', 'draft', 'scheduled', 'sending', 'deferred', 'accepted', 'returned']

export function StateSamples() {
  return (
    <Box className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap gap-4">
        {ALL.map((state) => (
          <StateChip key={state} state={state} />
        ))}
      </div>
      <div className="flex flex-wrap gap-2">
        {ALL.filter((state) => state in STATES).map((state) => (
          <StateChip key={state} state={state} pill until={SOON} />
        ))}
      </div>
      <div className="flex gap-2">
        <ModeTag mode="off" />
        <ModeTag mode="dry run" />
        <ModeTag mode="live" />
        <RuleStateTag state="draft" />
        <RuleStateTag state="active" />
        <RuleStateTag state="paused" />
      </div>
      <div className="flex gap-3">
        <RoleTile role="trigger" icon={Zap} />
        <RoleTile role="condition" icon={Split} />
        <RoleTile role="condition" icon={GitBranch} size="s" />
        <RoleTile role="action" icon={Mail} />
        <RoleTile role="wait" icon={Hourglass} />
      </div>
    </Box>
  )
}
