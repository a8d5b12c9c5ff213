'use client'
import { useRef } from 'react'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { wantsAppPassword } from '../../connection/guesses'
import { ServerFields } from '../../connection/server-fields'
import type { ServerValues } from '../../connection/server-values'
import type { StagedTesting } from '../../connection/use-staged-test'
import { Notice } from '../../ui/notice'
import type { ConnectDraft } from './draft'
import { TestedServer } from './tested-server'
import { serverProblem } from './server-problem'
import type { WizardProblem } from './use-connect'

/** The IMAP server, filled in from the address and open to change, then tried. */
export function StepIncoming({ draft, onChange, testing, problem }: { draft: ConnectDraft; onChange: (draft: ConnectDraft) => void; testing: StagedTesting<ServerValues>; problem: WizardProblem | null }) {
  const t = useTranslations('accounts')
  const form = useRef<HTMLDivElement>(null)
  const setServer = (incoming: ServerValues) => onChange({ ...draft, incoming })
  return (
    <>
      <p className="-mt-2 text-ink-2">{t('wizard.guessed', { address: draft.address })}</p>
      {wantsAppPassword(draft.address) && (
        <Notice icon={KeyRound} tone="info">
          {t('wizard.appPassword')}
        </Notice>
      )}
      <ServerFields protocol="imap" values={draft.incoming} onChange={setServer} problem={serverProblem(problem)} formRef={form} />
      <TestedServer protocol="imap" address={draft.address} server={draft.incoming} onChange={setServer} testing={testing} form={form} />
    </>
  )
}
