import type { ServerField } from '../../connection/server-values'
import type { WizardProblem } from './use-connect'

/** The problem, where it is one of the server's fields. */
export function serverProblem(problem: WizardProblem | null): { readonly field: ServerField; readonly text: string } | null {
  if (problem === null || problem.field === 'address' || problem.field === 'outgoingName') return null
  return { field: problem.field, text: problem.text }
}
