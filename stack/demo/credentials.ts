import { createHmac } from 'node:crypto'

/** The demo account's IMAP login. The password follows from the installation's own key, so that server and account agree without a file. */
export function demoLogin(masterKey: string): { user: string; password: string } {
  return { user: 'support', password: createHmac('sha256', masterKey).update('demo mailbox').digest('base64url') }
}
