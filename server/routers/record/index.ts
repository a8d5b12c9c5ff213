import { router } from '../../trpc'
import { addNote } from './add-note'
import { assign } from './assign'
import { get } from './get'
import { list } from './list'
import { rename } from './rename'
import { setStage } from './set-stage'

export const recordRouter = router({ addNote, assign, get, list, rename, setStage })
