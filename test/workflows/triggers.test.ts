// Everything that sets a rule off beside mail that arrives, from what happened to the executions it leads to: the API, the worker, the engine, the database and
// the server that mail is sent through are real, and one for all. Each way to set a rule off has a file of its own beside this one.

import { describe } from 'vitest'
import { engineMissing } from '../support/present'
import { triggerOffice } from '../support/trigger-office'
import { clocks } from './triggers/clock'
import { hooks } from './triggers/hook'
import { missingReplies } from './triggers/missing-reply'
import { people } from './triggers/person'
import { raising } from './triggers/raising'
import { records } from './triggers/record'
import { sentMail } from './triggers/sent-mail'

describe.skipIf(engineMissing)('what sets a rule off', () => {
  const office = triggerOffice()
  for (const subject of [sentMail, records, hooks, people, clocks, missingReplies, raising]) subject(office)
})
