declare module 'hoodiecrow-imap' {
  export interface HoodiecrowMessage {
    /** One character per byte. */
    raw: string
    uid?: number
    flags: string[]
    internaldate: Date | string
  }
  export interface HoodiecrowMailbox {
    messages: HoodiecrowMessage[]
    uidvalidity?: number
    uidnext?: number
    'special-use'?: string
    path?: string
  }
  export interface HoodiecrowServer {
    listen(port: number, host: string, ready: () => void): void
    close(done: () => void): void
    getMailbox(path: string): HoodiecrowMailbox | undefined
    appendMessage(mailbox: string, flags: string[], internalDate: Date, raw: string): { message: HoodiecrowMessage }
    notify(command: object, mailbox: unknown, ignore?: unknown): void
    readonly folderCache: Record<string, HoodiecrowMailbox>
  }
  export interface HoodiecrowOptions {
    plugins: readonly string[]
    users: Record<string, { password: string }>
    storage: { INBOX: HoodiecrowMailbox; '': { folders: Record<string, HoodiecrowMailbox> } }
  }
  export default function hoodiecrow(options: HoodiecrowOptions): HoodiecrowServer
}
