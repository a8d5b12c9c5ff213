import { router } from '../../trpc'
import { cancel } from './cancel'
import { get } from './get'
import { list } from './list'
import { retry, retryGroup } from './retry'
import { sendNow } from './send-now'
import { settle } from './settle'
import { summary } from './summary'

export const outboxRouter = router({ cancel, get, list, retry, retryGroup, sendNow, settle, summary })
