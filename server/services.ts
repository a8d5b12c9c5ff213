import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Database } from '../db/client'
import type { ParsedMessage } from '../mail/parsed-message'
import { mailReader } from './mail-reader'
import { createOutboundGuard, type OutboundGuard } from '../mail/outbound-guard'
import { database } from './database'
import { env } from './env'
import { liveHub, type LiveHub } from './live'
import { log, type Log } from './log'
import { secrets, type Secrets } from './secrets'
import { WhatIfDesk } from './what-if/desk'

/** What the API works with. The web process has one; a test makes its own from the same parts. */
export interface Services {
  readonly database: Database
  readonly secrets: Secrets
  readonly log: Log
  readonly live: LiveHub
  /** Scheme, host and port people type, such as `http://localhost:3000`. */
  readonly origin: string
  /** Encrypts the session cookie. */
  readonly sessionSecret: string
  /** The gate for connections to servers that people name. */
  readonly guard: OutboundGuard
  /** Where mail for local accounts is handed in. */
  readonly gatewayPort: number
  /** Calls of one session or token per minute, batched ones counted singly. */
  readonly callLimit: RateLimiterMemory
  /** Reads a raw mail in a thread that is killed at a deadline; `parser unavailable` (retry) where none can be started. */
  readonly readMail: (raw: Buffer) => Promise<ParsedMessage>
  /** Looks at older mail with a version of a rule, and keeps what came of it a while. */
  readonly whatIf: WhatIfDesk
  readonly now: () => Date
}

declare global {
  var postroomServices: Services | undefined
}

/** The services of this process, from its environment. */
export function services(): Services {
  globalThis.postroomServices ??= {
    database: database(),
    secrets: secrets(),
    log: log(),
    live: liveHub(database(), log()),
    origin: new URL(env().NEXTAUTH_URL).origin,
    sessionSecret: env().NEXTAUTH_SECRET,
    guard: createOutboundGuard(env().POSTROOM_ALLOWED_HOSTS),
    gatewayPort: env().POSTROOM_GATEWAY_PORT,
    callLimit: callLimit(),
    readMail: mailReader(),
    whatIf: new WhatIfDesk(database(), log()),
    now: () => new Date(),
  }
  return globalThis.postroomServices
}

const CALLS_PER_MINUTE = 1_200

/** Counts the calls of each caller within a minute, in this process. */
export function callLimit(perMinute = CALLS_PER_MINUTE): RateLimiterMemory {
  return new RateLimiterMemory({ points: perMinute, duration: 60 })
}
