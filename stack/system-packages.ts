import { asError } from './as-error'
import { runCommand } from './command'
import type { Screen } from './screen'
import { chromiumProgram, which } from './which'

interface SystemPart {
  readonly name: string
  readonly packages: readonly string[]
  isThere(): boolean
}

/** What tests on real parts need from the operating system. */
const PARTS: readonly SystemPart[] = [
  { name: 'Dovecot', packages: ['dovecot-imapd', 'dovecot-lmtpd'], isThere: () => which(['/usr/sbin/dovecot', 'dovecot']) !== null },
  { name: 'Sieve', packages: ['dovecot-sieve'], isThere: () => which(['/usr/bin/sieve-test', 'sieve-test']) !== null },
  { name: 'Chromium', packages: ['chromium'], isThere: () => chromiumProgram() !== null },
  { name: 'OpenSSL', packages: ['openssl'], isThere: () => which(['openssl']) !== null },
]

/** Installs Debian's packages where that is possible without asking anybody; else says what to install. Never fails: the suites that need them skip. */
export async function installPackages(screen: Screen): Promise<void> {
  const missing = PARTS.filter((part) => !part.isThere())
  if (missing.length === 0) return
  const packages = missing.flatMap((part) => part.packages)
  const names = missing.map((part) => part.name).join(', ')
  if (process.getuid?.() !== 0 || which(['apt-get']) === null) {
    screen.line(`Missing: ${names}. On Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}`)
    return
  }
  const step = screen.step(`Installing ${packages.join(', ')}`)
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await runCommand('apt-get', ['update', '-q'], { env })
    const result = await runCommand('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env })
    if (result.code === 0) step.done(`Installed ${packages.join(', ')}`)
    else step.failed(`Not installed: ${names}. apt-get said: ${result.output.trim().split('\n').slice(-2).join(' ')}`)
  } catch (cause) {
    step.failed(`Not installed: ${names} (${asError(cause).message})`)
  }
}
