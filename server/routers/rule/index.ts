import { router } from '../../trpc'
import { create } from './create'
import { discardDraft } from './discard-draft'
import { dryRun } from './dry-run'
import { duplicate } from './duplicate'
import { exportFile } from './export'
import { get } from './get'
import { importFile } from './import'
import { list } from './list'
import { move } from './move'
import { pause } from './pause'
import { publish } from './publish'
import { remove } from './remove'
import { rename } from './rename'
import { restoreVersion } from './restore-version'
import { resume } from './resume'
import { saveDraft } from './save-draft'
import { validate } from './validate'
import { version } from './version'
import { whyNot } from './why-not'

export const ruleRouter = router({
  create, discardDraft, dryRun, duplicate, exportFile, get, importFile, list, move, pause, publish, remove, rename, restoreVersion, resume, saveDraft, validate, version, whyNot,
})
