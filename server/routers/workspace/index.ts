import { router } from '../../trpc'
import { get } from './get'
import { halt } from './halt'
import { status } from './status'

export const workspaceRouter = router({ get, halt, status })
