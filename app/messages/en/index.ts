import accounts from './accounts.json'
import editor from './editor.json'
import errors from './errors.json'
import executions from './executions.json'
import gallery from './gallery.json'
import inbox from './inbox.json'
import outbox from './outbox.json'
import records from './records.json'
import rules from './rules.json'
import shell from './shell.json'
import signIn from './signIn.json'
import states from './states.json'
import ui from './ui.json'

/** Every English sentence, by area. English is complete by definition; what another language lacks is said in English and listed by `npm run check`. */
export default { accounts, editor, errors, executions, gallery, inbox, outbox, records, rules, shell, signIn, states, ui }
