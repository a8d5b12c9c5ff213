import { z } from 'zod'
import { dovecotAt, type Dovecot } from '../support/dovecot'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'

const told = z.object({
  url: z.string(),
  credentials: z.object({ email: z.string(), password: z.string() }).nullable(),
  folder: z.string(),
  databases: z.object({ ownerUrl: z.string(), appUrl: z.string(), systemUrl: z.string() }),
  dovecot: z.object({ folder: z.string(), imapPort: z.number(), imapsPort: z.number(), lmtpPort: z.number() }),
  sinkPort: z.number(),
  gatewayPort: z.number(),
})

/** The installation under test: its address, its owner, its data folder and its databases. */
export function installation(): z.infer<typeof told> {
  return told.parse(JSON.parse(process.env.POSTROOM_TEST_SURROUNDINGS ?? '{}'))
}

/** The mail server that the installation may reach. */
export function mailServer(): Dovecot {
  return dovecotAt(installation().dovecot)
}

/** An SMTP sink on the port that the installation may reach. Stop it in afterAll. */
export function outgoingSink(login?: { user: string; password: string }): Promise<SmtpSink> {
  return startSmtpSink({ port: installation().sinkPort, ...(login ? { login } : {}) })
}
