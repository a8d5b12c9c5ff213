import { router } from '../../trpc'
import { list } from './list'

export const mailboxRouter = router({ list })
