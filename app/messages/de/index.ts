import accounts from './accounts.json'
import editor from './editor.json'
import errors from './errors.json'
import executions from './executions.json'
import gallery from './gallery.json'
import inbox from './inbox.json'
import outbox from './outbox.json'
import phrases from './phrases.json'
import records from './records.json'
import rules from './rules.json'
import shell from './shell.json'
import signIn from './signIn.json'
import states from './states.json'
import ui from './ui.json'

/** Every German sentence, by area; the areas and keys are those of English. */
export default { accounts, editor, errors, executions, gallery, inbox, outbox, phrases, records, rules, shell, signIn, states, ui }
