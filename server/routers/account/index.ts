import { router } from '../../trpc'
import { changePassword } from './change-password'
import { create } from './create'
import { gateway } from './gateway'
import { get } from './get'
import { halt } from './halt'
import { list } from './list'
import { remove } from './remove'
import { setMode } from './set-mode'
import { test } from './test'
import { update } from './update'

export const accountRouter = router({ changePassword, create, gateway, get, halt, list, remove, setMode, test, update })
