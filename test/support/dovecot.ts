// A real Dovecot for tests: one configuration file, all state in one folder, loopback only, as root or as anybody.
// startDovecot() starts one of the test's own (to stop, kill or reconfigure); sharedDovecot() is the run's.
// Mail is delivered by LMTP, so that it arrives as it does in production.

import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { anyFreePort } from '../../stack/ports'
import { stopIdentity, type ProcessIdentity } from '../../stack/process-identity'
import { spawnUntil } from '../../stack/spawn-until'
import { portAnswers } from '../../stack/port-answers'
import { ask } from './ask'
import { dovecotConfig } from './dovecot-config'
import { deliverByLmtp } from './lmtp'

const settings = z.object({ folder: z.string(), imapPort: z.number(), imapsPort: z.number(), lmtpPort: z.number() })
export type DovecotSettings = z.infer<typeof settings>

/** What a test does with a mail server. */
export interface Dovecot extends DovecotSettings {
  readonly host: '127.0.0.1'
  /** Makes a mailbox owner and returns his credentials. Without a name, one that nobody else has. */
  addUser(name?: string, password?: string): { user: string; password: string }
  /** Delivers a raw mail and returns when the server has it. LF line ends are sent as CRLF. */
  deliver(user: string, rawMail: string | Buffer, envelopeFrom?: string): Promise<void>
}

export interface OwnDovecot extends Dovecot {
  readonly settings: DovecotSettings
  readonly pid: number
  /** Ends it like a crash; start() brings it back on the same folder and ports. stop() deletes the folder. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** The program, or null where it is not installed. */
export function dovecotProgram(): string | null {
  return ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'].find((file) => existsSync(file)) ?? null
}

/** The Dovecot of this test run; users are made per test. */
export async function sharedDovecot(): Promise<Dovecot> {
  return dovecotAt(await ask('dovecot', settings))
}

/** Starts one on a folder of its own. `extraConfig` is appended, for servers without an extension. */
export async function startDovecot(folder: string = newFolder(), extraConfig = ''): Promise<OwnDovecot> {
  const ports = { imapPort: await anyFreePort(), imapsPort: await anyFreePort(), lmtpPort: await anyFreePort() }
  const own: DovecotSettings = { folder, ...ports }
  prepare(own, extraConfig)
  let identity = await launch(own)
  return {
    ...dovecotAt(own),
    settings: own,
    get pid() {
      return identity.pid
    },
    kill: async () => void (await stopIdentity(identity, [], 5_000)),
    start: async () => {
      identity = await launch(own)
    },
    stop: async () => {
      await stopIdentity(identity, ['SIGTERM'], 5_000)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What can be done with a Dovecot that another process started. */
export function dovecotAt(own: DovecotSettings): Dovecot {
  return {
    ...own,
    host: '127.0.0.1',
    addUser(name = `user${randomBytes(4).toString('hex')}`, password = randomBytes(6).toString('hex')) {
      appendFileSync(join(own.folder, 'users'), `${name}:{PLAIN}${password}::::::\n`)
      awaitNextSecond()
      return { user: name, password }
    },
    deliver: (user, rawMail, envelopeFrom = 'sender@example.com') => deliverByLmtp(own.lmtpPort, envelopeFrom, user, rawMail),
  }
}

/** Dovecot looks at its user file once in a second: one added in the second of a sign-in would be unknown until the next. */
function awaitNextSecond(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000 - (Date.now() % 1_000))
}

/** Not in the project: as root Dovecot delivers as another user, who cannot pass a private clone's folders. */
function newFolder(): string {
  return join(tmpdir(), `postroom-dovecot-${randomBytes(4).toString('hex')}`)
}

function prepare(own: DovecotSettings, extraConfig: string): void {
  for (const part of ['', 'run', 'mail']) mkdirSync(join(own.folder, part), { recursive: true, mode: part === 'mail' ? 0o777 : 0o755 })
  chmodSync(join(own.folder, 'mail'), 0o777)
  writeFileSync(join(own.folder, 'users'), '', { mode: 0o644 })
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30', ...subject, '-keyout', join(own.folder, 'key.pem'), '-out', join(own.folder, 'cert.pem')], { stdio: 'ignore' })
  writeFileSync(join(own.folder, 'dovecot.conf'), dovecotConfig(own) + extraConfig)
}

async function launch(own: DovecotSettings): Promise<ProcessIdentity> {
  const command = dovecotProgram()
  if (command === null) throw new Error('Dovecot is not installed (Debian: apt-get install dovecot-imapd dovecot-lmtpd).')
  const program = { name: 'Dovecot', command, args: ['-F', '-c', join(own.folder, 'dovecot.conf')], log: join(own.folder, 'log') }
  return spawnUntil(program, (pid) => Promise.all([portAnswers(own.imapPort, pid, 10_000), portAnswers(own.lmtpPort, pid, 10_000)]))
}
