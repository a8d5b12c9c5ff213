import { router } from '../../trpc'
import { cancel } from './cancel'
import { facets } from './facets'
import { get } from './get'
import { histogram } from './histogram'
import { list } from './list'
import { replayAgainst } from './replay-against'
import { rerun } from './rerun'

export const executionRouter = router({ cancel, facets, get, histogram, list, replayAgainst, rerun })
