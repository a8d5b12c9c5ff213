/** Where a run is, at one of its steps if named. */
export function runAddress(id: string, step?: string): string {
  return step === undefined ? `/executions/${id}` : `/executions/${id}?step=${encodeURIComponent(step)}`
}

/** Where the mail of a run is, in its thread. */
export function mailAddress({ threadId }: { readonly threadId: string }): string {
  return `/inbox?thread=${threadId}`
}

/** The editor with a mail loaded into its tester. */
export function editorAddress({ ruleId, messageId }: { readonly ruleId: string; readonly messageId: string }): string {
  return `/rules/${ruleId}/edit?mail=${messageId}`
}

export function recordAddress(id: string): string {
  return `/records/${id}`
}

export function outgoingAddress(id: string): string {
  return `/outbox/${id}`
}
