import { router } from '../../trpc'
import { prefill } from './prefill'
import { send } from './send'

export const composeRouter = router({ prefill, send })
