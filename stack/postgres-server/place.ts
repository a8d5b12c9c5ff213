import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { makeFolder } from '../paths'
import { copyBinaries, hydrateLinks, installedBinaries } from './binaries'
import { chooseRunAs, type RunAs } from './run-as'

/** Where the data and the programs lie and as whom the programs run, so that all three fit each other. */
export interface Place {
  readonly folder: string
  /** Folder with the programs' `bin`, `lib` and `share`. */
  readonly native: string
  readonly runAs: RunAs
  /** A sentence for the screen when the data could not be kept where it was asked for; else null. */
  readonly notice: string | null
}

/**
 * The installed programs on the folder that was asked for; where the user they run as cannot reach the programs, a copy of
 * them in that folder; where he cannot reach the folder either, /var/lib/postroom.
 */
export function choosePlace(dataDir: string): Place {
  const folder = makeFolder(resolve(dataDir))
  const installed = installedBinaries()
  const native = hydrateLinks(installed) ? installed : copied(installed, folder)
  return placeOf(folder, native) ?? placeOf(folder, copied(native, folder)) ?? systemPlace(folder, native)
}

/** Where the data of a folder lies that only root can reach. */
export function systemFolder(wanted: string): string {
  return join('/var/lib/postroom', createHash('sha256').update(resolve(wanted)).digest('hex').slice(0, 12))
}

function placeOf(folder: string, native: string): Place | null {
  const runAs = chooseRunAs(join(native, 'bin', 'postgres'), join(folder, 'cluster'))
  return runAs === null ? null : { folder, native, runAs, notice: null }
}

function systemPlace(wanted: string, native: string): Place {
  makeFolder('/var/lib/postroom')
  const folder = makeFolder(systemFolder(wanted))
  const place = placeOf(folder, copied(native, folder))
  if (place === null) throw new Error(`PostgreSQL cannot run as root, and no other user can reach ${wanted} or ${folder}. Start Postroom as an ordinary user, or set DATABASE_URL.`)
  return { ...place, notice: `The database lies in ${folder}: only root can reach ${wanted}.` }
}

function copied(native: string, folder: string): string {
  const copy = copyBinaries(native, folder)
  if (!hydrateLinks(copy)) throw new Error(`${copy} cannot be written to.`)
  return copy
}
