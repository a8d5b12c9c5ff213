import { router } from '../../trpc'
import { create } from './create'
import { list } from './list'
import { posts } from './posts'

export const channelRouter = router({ create, list, posts })
