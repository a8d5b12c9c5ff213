import { router } from '../../trpc'
import { facets } from './facets'
import { get } from './get'
import { histogram } from './histogram'
import { list } from './list'

export const executionRouter = router({ facets, get, histogram, list })
