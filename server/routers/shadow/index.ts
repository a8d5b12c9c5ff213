import { router } from '../../trpc'
import { publish } from './publish'
import { report } from './report'
import { start } from './start'
import { stop } from './stop'

/** A version or draft that looks at arriving mail beside the live one. */
export const shadowRouter = router({ publish, report, start, stop })
