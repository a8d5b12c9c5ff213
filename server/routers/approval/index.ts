import { router } from '../../trpc'
import { decide } from './decide'
import { list } from './list'

export const approvalRouter = router({ decide, list })
