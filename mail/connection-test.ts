import { asFailure, Failure, peerText } from './failure'
import { connect, type ImapServer } from './imap/connect'
import { listMailboxes, type ListedMailbox } from './imap/list-mailboxes'
import { purposeOf, type CheckedAddress, type OutboundGuard } from './outbound-guard'
import { converse, encrypt, type Probe, reach } from './probe'
import { open, type SmtpServer } from './smtp'

export type TestStage = 'dns' | 'port' | 'tls' | 'greeting' | 'sign-in' | 'folders'

/** What would most likely help, as a code that a screen words. */
export type LikelyFix =
  | 'check spelling'
  | 'try other port'
  | 'use other encryption'
  | 'use certificate name'
  | 'check user and password'
  | 'make app password'
  | 'sign in with provider'
  | 'wait'
  | 'ask to allow host'
  | 'check server type'

export interface StageResult {
  readonly stage: TestStage
  readonly state: 'passed' | 'failed' | 'not reached'
  readonly ms: number
  /** The failure's code; null unless failed. */
  readonly cause: string | null
  readonly fix: LikelyFix | null
  /** Safe to show to any user; null unless failed. */
  readonly message: string | null
  /** The server's own words: its greeting, its refusal, the names on its certificate. */
  readonly said: string | null
}

export interface ConnectionReport {
  readonly passed: boolean
  /** In the order they are reached: with STARTTLS the greeting comes before TLS; without encryption there is no `tls`. */
  readonly stages: readonly StageResult[]
  /** Found by an IMAP test that passed. */
  readonly mailboxes: readonly ListedMailbox[]
}

/** Tries an IMAP server step by step and stops at the first that fails. Never throws; ends within about a minute. */
export async function testImap(server: ImapServer, guard: OutboundGuard): Promise<ConnectionReport> {
  const report = new Report(orderOf(server.security, true))
  const mailboxes: ListedMailbox[] = []
  await report.run(async (stage) => {
    await probe(stage, server, guard, IMAP)
    const connection = await stage('sign-in', () => connect(server, guard))
    try {
      await stage('folders', async () => void mailboxes.push(...(await listMailboxes(connection))))
    } finally {
      await connection.logout()
    }
  })
  return report.result(mailboxes)
}

/** Tries an SMTP server up to the sign-in, step by step; sends nothing. Never throws. */
export async function testSmtp(server: SmtpServer, guard: OutboundGuard): Promise<ConnectionReport> {
  const report = new Report(orderOf(server.security, false))
  await report.run(async (stage) => {
    await probe(stage, server, guard, SMTP)
    const connection = await stage('sign-in', () => open(server, guard, { connectMs: 20_000, answerMs: 20_000 }))
    connection.quit()
  })
  return report.result([])
}

type Stage = <T>(stage: TestStage, work: (say: (said: string) => void) => Promise<T>) => Promise<T>

const FIXES: Readonly<Record<string, LikelyFix>> = {
  'host not found': 'check spelling',
  'host not allowed': 'ask to allow host',
  'encryption needed': 'use other encryption',
  'connection refused': 'try other port',
  'connection timeout': 'try other port',
  'connection failed': 'try other port',
  'no starttls': 'use other encryption',
  tls: 'use other encryption',
  certificate: 'use certificate name',
  'not a mail server': 'check server type',
  authentication: 'check user and password',
  'app password needed': 'make app password',
  'password login disabled': 'sign in with provider',
  limited: 'wait',
  'server busy': 'wait',
}

class Report {
  private readonly results = new Map<TestStage, StageResult>()

  constructor(private readonly order: readonly TestStage[]) {}

  async run(work: (stage: Stage) => Promise<void>): Promise<void> {
    try {
      await work((stage, step) => this.step(stage, step))
    } catch (error) {
      // A failed stage is in the report already; what fails outside one (saying goodbye) does not change what was found.
      if (!(error instanceof Failure)) throw error
    }
  }

  result(mailboxes: readonly ListedMailbox[]): ConnectionReport {
    const stages = this.order.map((stage) => this.results.get(stage) ?? { ...NOTHING, stage, state: 'not reached' as const })
    return { passed: stages.every((stage) => stage.state === 'passed'), stages, mailboxes }
  }

  private async step<T>(stage: TestStage, work: (say: (said: string) => void) => Promise<T>): Promise<T> {
    const started = performance.now()
    let said: string | null = null
    const ms = () => Math.round(performance.now() - started)
    try {
      const value = await work((words) => {
        said = peerText(words)
      })
      this.results.set(stage, { ...NOTHING, stage, state: 'passed', ms: ms(), said })
      return value
    } catch (error) {
      const failure = asFailure(error, `${stage} failed`, 'This step failed for a reason we do not know.')
      this.results.set(stage, { stage, state: 'failed', ms: ms(), cause: failure.code, fix: FIXES[failure.code] ?? null, message: failure.publicMessage, said: failure.peerSaid ?? said })
      throw failure
    }
  }
}

const NOTHING = { ms: 0, cause: null, fix: null, message: null, said: null }

function orderOf(security: 'tls' | 'starttls' | 'none', folders: boolean): TestStage[] {
  const encrypted: Record<typeof security, TestStage[]> = { tls: ['tls', 'greeting'], starttls: ['greeting', 'tls'], none: ['greeting'] }
  return ['dns', 'port', ...encrypted[security], 'sign-in', ...(folders ? (['folders'] as const) : [])]
}

interface Protocol {
  readonly greets: RegExp
  /** Asks for the upgrade and resolves when the server agreed. Failure `no starttls`. */
  upgrade(probe: Probe): Promise<void>
}

const IMAP: Protocol = {
  greets: /^\* (?:OK|PREAUTH)\b/i,
  async upgrade(probe) {
    probe.say('a STARTTLS')
    let line = await probe.line()
    while (line.startsWith('*')) line = await probe.line()
    if (!/^a OK\b/i.test(line)) throw noStarttls(line)
  },
}

const SMTP: Protocol = {
  greets: /^220[ -]/,
  async upgrade(probe) {
    probe.say('EHLO postroom.invalid')
    await smtpReply(probe)
    probe.say('STARTTLS')
    const line = await smtpReply(probe)
    if (!line.startsWith('220')) throw noStarttls(line)
  },
}

async function smtpReply(probe: Probe): Promise<string> {
  let line = await probe.line()
  while (/^\d{3}-/.test(line)) line = await probe.line()
  return line
}

async function probe(stage: Stage, server: ImapServer | SmtpServer, guard: OutboundGuard, protocol: Protocol): Promise<void> {
  const place = await stage('dns', () => guard.check(server.host, server.port, purposeOf(server.security)))
  const socket = await stage('port', () => reach(place))
  try {
    if (server.security === 'tls') {
      const secured = await stage('tls', () => encrypt(socket, place, server.trustedCertificates))
      await greet(stage, converse(secured), protocol)
      return
    }
    const plain = converse(socket)
    await greet(stage, plain, protocol)
    if (server.security === 'starttls') await stage('tls', () => upgrade(plain, place, server, protocol))
  } finally {
    socket.destroy()
  }
}

async function greet(stage: Stage, conversation: Probe, { greets }: Protocol): Promise<void> {
  await stage('greeting', async (say) => {
    const line = await conversation.line()
    say(line)
    if (!greets.test(line)) throw new Failure('not a mail server', { retry: 'no', publicMessage: 'What answers on this port is another kind of server.', peerSaid: peerText(line) })
  })
}

async function upgrade(plain: Probe, place: CheckedAddress, server: ImapServer | SmtpServer, protocol: Protocol): Promise<void> {
  await protocol.upgrade(plain)
  plain.socket.removeAllListeners('data')
  await encrypt(plain.socket, place, server.trustedCertificates)
}

function noStarttls(said: string): Failure {
  return new Failure('no starttls', { retry: 'no', publicMessage: 'The server does not offer encryption on this port.', peerSaid: peerText(said) })
}
