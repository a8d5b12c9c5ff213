import { guessServer } from '../../connection/guesses'
import { emptyServer, type ServerValues } from '../../connection/server-values'
import { createStore } from '../../data/store'

export type Step = 'mailbox' | 'incoming' | 'outgoing' | 'done'

/** What somebody is connecting, step by step. It stays in this tab's memory, password too, until it is connected or begun anew: going back or closing loses nothing. */
export interface ConnectDraft {
  readonly step: Step
  readonly kind: 'imap' | 'local'
  readonly address: string
  readonly name: string
  readonly incoming: ServerValues
  readonly outgoing: OutgoingDraft
  /** The address the servers were guessed for. */
  readonly guessedFor: string
  readonly connectedId: string | null
}

export interface OutgoingDraft {
  /** `first`: the workspace's first server, or none yet. */
  readonly choice: 'first' | 'existing' | 'new'
  readonly serverId: string | null
  readonly name: string
  readonly server: ServerValues
}

const EMPTY: ConnectDraft = {
  step: 'mailbox',
  kind: 'imap',
  address: '',
  name: '',
  incoming: emptyServer('imap'),
  outgoing: { choice: 'first', serverId: null, name: '', server: emptyServer('smtp') },
  guessedFor: '',
  connectedId: null,
}

export const connectDraft = createStore<ConnectDraft>(EMPTY)

export function forgetDraft(): void {
  connectDraft.set(EMPTY)
}

/** The steps of this kind of account, in order. */
export function stepsOf({ kind }: Pick<ConnectDraft, 'kind'>): readonly Step[] {
  return kind === 'imap' ? ['mailbox', 'incoming', 'outgoing', 'done'] : ['mailbox', 'outgoing', 'done']
}

export function stepAfter(draft: ConnectDraft): Step {
  const steps = stepsOf(draft)
  return steps[steps.indexOf(draft.step) + 1] ?? draft.step
}

export function stepBefore(draft: ConnectDraft): Step {
  const steps = stepsOf(draft)
  return steps[steps.indexOf(draft.step) - 1] ?? draft.step
}

/** Fills the servers in from the address, once per address, so that what a person typed over a guess stays. */
export function withGuesses(draft: ConnectDraft): ConnectDraft {
  const address = draft.address.trim()
  const named = { ...draft, address, name: draft.name.trim() || nameOf(address) }
  if (draft.kind === 'local' || draft.guessedFor === address) return named
  return {
    ...named,
    guessedFor: address,
    incoming: { ...guessServer(address, 'imap'), password: draft.incoming.password },
    outgoing: { ...draft.outgoing, name: draft.outgoing.name || (address.split('@')[1] ?? ''), server: { ...guessServer(address, 'smtp'), password: draft.outgoing.server.password } },
  }
}

/** The way out with the sign-in of the way in, where it has none of its own: most servers use one for both. */
export function withSameLogin(draft: ConnectDraft): ConnectDraft {
  const { server } = draft.outgoing
  if (draft.kind === 'local' || server.password !== '') return draft
  return { ...draft, outgoing: { ...draft.outgoing, server: { ...server, user: draft.incoming.user, password: draft.incoming.password } } }
}

/** `support@northwind.example` → `Support` */
function nameOf(address: string): string {
  const local = address.split('@')[0] ?? ''
  return local.charAt(0).toUpperCase() + local.slice(1)
}
