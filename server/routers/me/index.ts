import { router } from '../../trpc'
import { changePassword } from './change-password'
import { get } from './get'
import { update } from './update'

export const meRouter = router({ changePassword, get, update })
