// A rule from the mail that sets it off to the last line of its ledger, with the engine, the gateway and a mail server that are real, and one for all.

import { ruleOffice } from '../support/rule-office'
import { byHand } from './execute-rule/by-hand'
import { effects } from './execute-rule/effects'
import { sideBySide } from './execute-rule/side-by-side'
import { waits } from './execute-rule/waits'

const office = ruleOffice()
for (const subject of [effects, waits, sideBySide, byHand]) subject(office)
