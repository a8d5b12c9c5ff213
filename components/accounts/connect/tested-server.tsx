'use client'
import type { RefObject } from 'react'
import { fixed } from '../../connection/fixes'
import { focusField } from '../../connection/server-fields'
import type { Protocol, ServerValues } from '../../connection/server-values'
import { StageFailure } from '../../connection/stage-failure'
import { StagedTest } from '../../connection/staged-test'
import type { StagedTesting } from '../../connection/use-staged-test'

export interface TestedServerProps {
  protocol: Protocol
  address: string
  server: ServerValues
  onChange: (server: ServerValues) => void
  testing: StagedTesting<ServerValues>
  form: RefObject<HTMLDivElement | null>
}

/** The stages of the last test, with fixes that change the fields above and try again. */
export function TestedServer({ protocol, address, server, onChange, testing, form }: TestedServerProps) {
  if (!testing.running && testing.report === null) return null
  const tried = testing.tested ?? server
  return (
    <StagedTest
      protocol={protocol}
      server={tried}
      report={testing.report}
      running={testing.running}
      renderFailure={(stage) => (
        <StageFailure
          stage={stage}
          server={tried}
          protocol={protocol}
          address={address}
          onFix={(fix) => {
            if (fix.kind === 'focus') return focusField(form.current, fix.field)
            const next = fixed(server, fix)
            onChange(next)
            void testing.test(next)
          }}
        />
      )}
    />
  )
}
