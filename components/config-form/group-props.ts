import type { Compared } from '../../rules/node-type'
import type { DraftGroup, Path } from './edit-conditions'

/** A group within its tree of conditions. */
export interface GroupProps {
  tree: DraftGroup
  group: DraftGroup
  path: Path
  onChange: (tree: DraftGroup) => void
  verdicts: ReadonlyMap<string, Compared> | null
  /** What is wrong, by place. */
  errors: ReadonlyMap<string, string>
}
