import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Failure } from '../mail/failure'
import { createParser } from '../mail/parse'
import type { ParsedMessage } from '../mail/parsed-message'
import { env } from './env'

const DEADLINE_MS = 5_000

/** Reads mails that people paste, in one thread of this process's own. The thread's code lies where the build put our programs. */
export function mailReader(): (raw: Buffer) => Promise<ParsedMessage> {
  const bundle = env().POSTROOM_WORKFLOW_BUNDLE
  if (bundle === undefined) return () => Promise.reject(new Failure('parser unavailable', { retry: 'yes', publicMessage: 'The mail reader is not there. Start Postroom with its own command.' }))
  const parser = createParser({ threads: 1, entry: pathToFileURL(join(dirname(bundle), 'parse-child.mjs')), timeoutMs: DEADLINE_MS })
  return (raw) => parser.parse(raw)
}
