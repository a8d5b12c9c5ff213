import { router } from '../../trpc'
import { abort } from './abort'
import { get } from './get'
import { items } from './items'
import { list } from './list'
import { pause } from './pause'
import { preview } from './preview'
import { resume } from './resume'
import { start } from './start'

/** Applying a rule to mail that is there already. */
export const backlogRouter = router({ abort, get, items, list, pause, preview, resume, start })
