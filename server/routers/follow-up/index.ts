import { router } from '../../trpc'
import { create } from './create'
import { done } from './done'
import { list } from './list'

export const followUpRouter = router({ create, done, list })
