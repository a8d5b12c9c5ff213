// A real implementation of Sieve (Pigeonhole, part of Dovecot): compiles scripts, and says what a script would do with a mail. Nothing is stored or sent.

import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { which } from '../../stack/which'

/** What a script decided: where the mail is stored with which flags, whom it is sent on to, whether it is answered. */
export interface SieveDecision {
  readonly stored: readonly { readonly folder: string; readonly flags: readonly string[] }[]
  readonly redirected: readonly string[]
  readonly answered: boolean
  readonly discarded: boolean
}

export interface SieveServer {
  /** @throws Error with the server's words when it does not take the script */
  compile(script: string): void
  decide(script: string, mail: string, envelope: { readonly from: string; readonly to: string }): SieveDecision
  /** Deletes its files. */
  remove(): void
}

const NOBODY = 65_534

/** Null where it is not installed. */
export function sievePrograms(): { readonly compiler: string; readonly tester: string } | null {
  const [compiler, tester] = [which(['/usr/bin/sievec', 'sievec']), which(['/usr/bin/sieve-test', 'sieve-test'])]
  return compiler === null || tester === null ? null : { compiler, tester }
}

export function sieveServer(): SieveServer {
  const programs = sievePrograms()
  if (programs === null) throw new Error('Pigeonhole is not installed (Debian: apt-get install dovecot-sieve).')
  const folder = mkdtempSync(join(tmpdir(), 'postroom-sieve-'))
  // As root it works as another user, who has to get in.
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'mail'), { mode: 0o777 })
  const isRoot = process.getuid?.() === 0
  const [owner, group] = isRoot ? [NOBODY, NOBODY] : [process.getuid?.() ?? NOBODY, process.getgid?.() ?? NOBODY]
  writeFileSync(join(folder, 'dovecot.conf'), `mail_location = maildir:${folder}/mail\npostmaster_address = postmaster@example.com\nlog_path = /dev/stderr\nprotocols =\nmail_uid = ${owner}\nmail_gid = ${group}\nfirst_valid_uid = 1\nfirst_valid_gid = 1\nplugin {\n  sieve_extensions = +vacation-seconds +special-use\n}\n`)
  const [scriptFile, mailFile] = [join(folder, 'script.sieve'), join(folder, 'mail.eml')]
  const run = (program: string, args: readonly string[]) => execFileSync(program, ['-c', join(folder, 'dovecot.conf'), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  return {
    compile(script) {
      writeFileSync(scriptFile, script)
      run(programs.compiler, [scriptFile, join(folder, 'compiled')])
    },
    decide(script, mail, { from, to }) {
      writeFileSync(scriptFile, script)
      writeFileSync(mailFile, mail)
      return decisionIn(run(programs.tester, ['-f', from, '-a', to, '-r', to, scriptFile, mailFile]))
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Reads what `sieve-test` prints. */
function decisionIn(printed: string): SieveDecision {
  const blocks = printed.replace(/START MESSAGE[^]*?END MESSAGE/g, '').split(/\n \* /).slice(1)
  const stored = blocks.flatMap((block) => {
    const folder = /^store message in folder: (.*)$/m.exec(block)?.[1]
    const flags = /\+ add IMAP flags: (.*)$/m.exec(block)?.[1]?.trim().split(/\s+/) ?? []
    return folder === undefined ? [] : [{ folder, flags: flags.toSorted() }]
  })
  return {
    stored,
    redirected: blocks.flatMap((block) => /^redirect message to: <(.*)>/m.exec(block)?.[1] ?? []).toSorted(),
    answered: blocks.some((block) => block.startsWith('send vacation message')),
    discarded: blocks.some((block) => block.startsWith('discard')),
  }
}
