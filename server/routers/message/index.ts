import { router } from '../../trpc'
import { automation } from './automation'
import { counts } from './counts'
import { setRead, star } from './flags'
import { get } from './get'
import { list } from './list'
import { move, moveToRole } from './move'
import { tag, untag } from './tag'
import { thread } from './thread'

export const messageRouter = router({ automation, counts, get, list, move, moveToRole, setRead, star, tag, thread, untag })
