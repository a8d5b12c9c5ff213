import { router } from '../../trpc'
import { create } from './create'
import { list } from './list'
import { remove } from './remove'
import { update } from './update'

export const wordListRouter = router({ create, list, remove, update })
