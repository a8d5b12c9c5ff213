import { router } from '../../trpc'
import { changes } from './changes'

export const liveRouter = router({ changes })
