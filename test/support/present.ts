import { findTemporal } from '../../stack/temporal-server/find'
import { chromiumProgram } from '../../stack/which'
import { dovecotProgram } from './dovecot'
import { sievePrograms } from './sieve-server'

/** Guards for suites on real parts: `describe.skipIf(engineMissing)`. A skipped suite is counted and named at the end of `npm test`. */
export const engineMissing = (await findTemporal()) === null
export const dovecotMissing = dovecotProgram() === null
export const chromiumMissing = chromiumProgram() === null
export const sieveMissing = sievePrograms() === null
