import { router } from '../../trpc'
import { automation } from './automation'
import { counts } from './counts'
import { get } from './get'
import { list } from './list'
import { tag, untag } from './tag'
import { thread } from './thread'

export const messageRouter = router({ automation, counts, get, list, tag, thread, untag })
