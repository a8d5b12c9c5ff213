import { router } from '../../trpc'
import { get } from './get'
import { list } from './list'
import { summary } from './summary'

export const outboxRouter = router({ get, list, summary })
