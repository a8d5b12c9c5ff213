/** Where a run is, at one of its steps if named. */
export function runAddress(id: string, step?: string): string {
  return step === undefined ? `/executions/${id}` : `/executions/${id}?step=${encodeURIComponent(step)}`
}

/** Where the mail of a run is, in its thread; null for a run about no mail. */
export function mailAddress({ threadId }: { readonly threadId: string | null }): string | null {
  return threadId === null ? null : threadAddress(threadId)
}

export function threadAddress(threadId: string): string {
  return `/inbox?thread=${threadId}`
}

/** The editor, with the run's mail loaded into its tester where there is one. */
export function editorAddress({ ruleId, messageId }: { readonly ruleId: string; readonly messageId: string | null }): string {
  return messageId === null ? `/rules/${ruleId}/edit` : `/rules/${ruleId}/edit?mail=${messageId}`
}

/** Work on older mail, over the list of rules; null where it is forgotten or its rule deleted. */
export function backlogAddress({ ruleId, ruleDeleted, backlogJobId }: { readonly ruleId: string; readonly ruleDeleted: boolean; readonly backlogJobId: string | null }): string | null {
  return backlogJobId === null || ruleDeleted ? null : `/rules?apply=${ruleId}&job=${backlogJobId}`
}

export function recordAddress(id: string): string {
  return `/records/${id}`
}

export function outgoingAddress(id: string): string {
  return `/outbox/${id}`
}
