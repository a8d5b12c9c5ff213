'use client'
import { KeyRound, RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { CopyText } from '../ui/copy-text'
import { useCause } from './causes'
import { fixesFor, type Fix, type StageResult } from './fixes'
import type { Protocol, ServerValues } from './server-values'

export interface StageFailureProps {
  stage: StageResult
  server: ServerValues
  protocol: Protocol
  address: string
  /** Makes the fix. Leave out where the fields are not at hand: then only what can be read is shown. */
  onFix?: (fix: Fix) => void
}

/** Why a stage failed, what would help, and the server's own words for whoever wants them. */
export function StageFailure({ stage, server, protocol, address, onFix }: StageFailureProps) {
  const t = useTranslations('connection')
  const cause = useCause()
  const fixes = fixesFor(stage, server, protocol, address)
  return (
    <div className="flex flex-col gap-2 pt-0.5 pb-1">
      <p className="text-ink-2">{cause.sentence(stage.cause, server, stage.message)}</p>
      {stage.fix === 'make app password' && (
        <ol className="list-decimal ps-4 text-ink-2">
          <li>{t('appPasswordSteps.first')}</li>
          <li>{t('appPasswordSteps.second')}</li>
          <li>{t('appPasswordSteps.third')}</li>
        </ol>
      )}
      {fixes.map((fix) => fix.kind === 'allow' && <CopyText key={fix.place} text={`POSTROOM_ALLOWED_HOSTS=${fix.place}`} />)}
      {onFix && (
        <div className="flex flex-wrap gap-2">
          {fixes
            .filter(({ kind }) => kind !== 'allow')
            .map((fix, index) => (
              <FixButton key={JSON.stringify(fix)} fix={fix} primary={index === 0} onFix={onFix} />
            ))}
        </div>
      )}
      {stage.said && (
        <details className="text-12">
          <summary className="w-fit font-medium text-accent-ink">{t('serverSaid')}</summary>
          <code className="mt-1 block text-12 [overflow-wrap:anywhere] text-ink-2">{stage.said}</code>
        </details>
      )}
    </div>
  )
}

function FixButton({ fix, primary, onFix }: { fix: Fix; primary: boolean; onFix: (fix: Fix) => void }) {
  const label = useFixLabel()(fix)
  const icon = fix.kind === 'retry' ? RotateCw : fix.kind === 'focus' && fix.field === 'password' ? KeyRound : undefined
  return (
    <Button look={primary ? 'primary' : 'secondary'} {...(icon ? { icon } : {})} onClick={() => onFix(fix)}>
      {label}
    </Button>
  )
}

function useFixLabel(): (fix: Fix) => string {
  const t = useTranslations('connection')
  return (fix) => {
    switch (fix.kind) {
      case 'port':
        return t('fix.port', { port: String(fix.port), security: t(`security.${fix.security}`) })
      case 'host':
        return t('fix.host', { host: fix.host })
      case 'user':
        return t('fix.user', { user: fix.user })
      case 'focus':
        return t(`fix.focus.${fix.field}`)
      case 'retry':
        return t('testAgain')
      case 'allow':
        return fix.place
    }
  }
}
