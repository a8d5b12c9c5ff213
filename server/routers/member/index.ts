import { router } from '../../trpc'
import { list } from './list'
import { setRights } from './set-rights'

export const memberRouter = router({ list, setRights })
