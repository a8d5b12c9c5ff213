import { router } from '../../trpc'
import { assign } from './assign'
import { automation } from './automation'
import { counts } from './counts'
import { facts } from './facts'
import { setRead, star } from './flags'
import { get } from './get'
import { list } from './list'
import { move, moveToRole } from './move'
import { snooze } from './snooze'
import { tag, untag } from './tag'
import { thread } from './thread'

export const messageRouter = router({ assign, automation, counts, facts, get, list, move, moveToRole, setRead, snooze, star, tag, thread, untag })
