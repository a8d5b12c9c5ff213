'use client'
import { useRef, useState } from 'react'
import { useFailed } from '../data/use-failed'
import type { ConnectionReport } from './fixes'

export interface StagedTesting<Values> {
  readonly report: ConnectionReport | null
  readonly running: boolean
  /** What the report is about; null before the first test. */
  readonly tested: Values | null
  test(values: Values): Promise<boolean>
  /** Forgets the report; a test that still runs is not waited for. */
  reset(): void
}

/** Runs connection tests one at a time; the newest wins. `what` names it in words when the API itself does not answer. */
export function useStagedTest<Values>(what: string, run: (values: Values) => Promise<ConnectionReport>): StagedTesting<Values> {
  const [state, setState] = useState<{ report: ConnectionReport | null; running: boolean; tested: Values | null }>({ report: null, running: false, tested: null })
  const newest = useRef(0)
  const failed = useFailed()
  return {
    ...state,
    async test(values) {
      newest.current += 1
      const mine = newest.current
      setState({ report: null, running: true, tested: values })
      try {
        const report = await run(values)
        if (mine !== newest.current) return false
        setState({ report, running: false, tested: values })
        return report.passed
      } catch (error) {
        if (mine === newest.current) {
          setState({ report: null, running: false, tested: null })
          failed(what, error)
        }
        return false
      }
    },
    reset() {
      newest.current += 1
      setState({ report: null, running: false, tested: null })
    },
  }
}
