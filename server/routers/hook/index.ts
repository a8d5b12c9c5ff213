import { router } from '../../trpc'
import { create } from './create'
import { list } from './list'
import { remove } from './remove'
import { rotate } from './rotate'

export const hookRouter = router({ create, list, remove, rotate })
