import { router } from '../../trpc'
import { get } from './get'
import { halt } from './halt'
import { removeDemo } from './remove-demo'
import { setLimits } from './set-limits'
import { setRetention } from './set-retention'
import { status } from './status'

export const workspaceRouter = router({ get, halt, removeDemo, setLimits, setRetention, status })
