import { router } from '../../trpc'
import { create } from './create'
import { list } from './list'
import { remove } from './remove'
import { test } from './test'
import { update } from './update'

export const endpointRouter = router({ create, list, remove, test, update })
