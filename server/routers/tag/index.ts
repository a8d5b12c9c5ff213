import { router } from '../../trpc'
import { create } from './create'
import { list } from './list'

export const tagRouter = router({ create, list })
