/** What a step of the history did, so that Undo can name what it takes back. Said as `editor.did.<what>` with the step's title. */
export const DEEDS = [
  'added', 'pasted', 'duplicated', 'removed', 'healed', 'connected', 'disconnected', 'redirected', 'moved', 'tidied', 'edited', 'renamed', 'switchedOn', 'switchedOff', 'settings', 'scope', 'rule', 'reordered', 'replaced',
] as const
export type Deed = (typeof DEEDS)[number]

export interface Did {
  readonly what: Deed
  /** Title of the step it was about, in the language it was done in; empty for several or for the rule. */
  readonly step: string
}
