import { USUAL_PORTS, type Protocol, type Security, type ServerValues } from './server-values'

interface Provider {
  readonly domains: readonly string[]
  readonly imap: string
  readonly smtp: string
  /** Its ordinary password is refused; people must know before they try. */
  readonly appPassword?: boolean
  readonly smtpSecurity?: Security
}

/** Providers whose servers are not named after the address. */
const PROVIDERS: readonly Provider[] = [
  { domains: ['gmail.com', 'googlemail.com'], imap: 'imap.gmail.com', smtp: 'smtp.gmail.com', appPassword: true },
  { domains: ['icloud.com', 'me.com', 'mac.com'], imap: 'imap.mail.me.com', smtp: 'smtp.mail.me.com', appPassword: true, smtpSecurity: 'starttls' },
  { domains: ['yahoo.com', 'ymail.com'], imap: 'imap.mail.yahoo.com', smtp: 'smtp.mail.yahoo.com', appPassword: true },
  { domains: ['fastmail.com', 'fastmail.fm'], imap: 'imap.fastmail.com', smtp: 'smtp.fastmail.com', appPassword: true },
  { domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch'], imap: 'imap.gmx.net', smtp: 'mail.gmx.net' },
  { domains: ['web.de'], imap: 'imap.web.de', smtp: 'smtp.web.de' },
  { domains: ['posteo.de', 'posteo.net'], imap: 'posteo.de', smtp: 'posteo.de' },
  { domains: ['mailbox.org'], imap: 'imap.mailbox.org', smtp: 'smtp.mailbox.org' },
]

/** The servers an address most likely has. Nothing is asked of anybody: it only fills a form that stays editable. */
export function guessServer(address: string, protocol: Protocol): Omit<ServerValues, 'password'> {
  const domain = domainOf(address)
  const known = providerOf(domain)
  const security = protocol === 'smtp' ? (known?.smtpSecurity ?? 'tls') : 'tls'
  const host = known?.[protocol] ?? (domain === '' ? '' : `${protocol}.${domain}`)
  return { host, security, port: String(USUAL_PORTS[protocol][security]), user: address }
}

export function wantsAppPassword(address: string): boolean {
  return providerOf(domainOf(address))?.appPassword ?? false
}

/** Other names worth trying when this one does not exist, best first: a known one it is nearly spelt like, then the usual ones of the address. */
export function otherHosts(host: string, address: string, protocol: Protocol): readonly string[] {
  const domain = domainOf(address)
  const known = PROVIDERS.flatMap((provider) => [provider.imap, provider.smtp]).filter((name) => isNear(name, host))
  const usual = domain === '' ? [] : [providerOf(domain)?.[protocol] ?? `${protocol}.${domain}`, `mail.${domain}`, domain]
  return [...new Set([...known, ...usual])].filter((name) => name !== host.trim().toLowerCase()).slice(0, 2)
}

function providerOf(domain: string): Provider | undefined {
  return PROVIDERS.find(({ domains }) => domains.includes(domain))
}

function domainOf(address: string): string {
  return address.includes('@') ? (address.split('@').at(-1) ?? '').trim().toLowerCase() : ''
}

/** One or two slips of the finger apart. */
function isNear(one: string, other: string): boolean {
  const typed = other.trim().toLowerCase()
  let row = Array.from({ length: typed.length + 1 }, (_, at) => at)
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1]
    for (const [at, typedLetter] of [...typed].entries()) {
      next.push(Math.min((row[at] ?? 0) + (letter === typedLetter ? 0 : 1), (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1))
    }
    row = next
  }
  const slips = row.at(-1) ?? 99
  return slips > 0 && slips <= 2
}
