import { router } from '../../trpc'
import { list } from './list'
import { revoke } from './revoke'

export const sessionRouter = router({ list, revoke })
