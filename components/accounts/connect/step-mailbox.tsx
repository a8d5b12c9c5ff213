'use client'
import { Mail, Server } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Field } from '../../ui/field'
import { Input } from '../../ui/input'
import { ChoiceCards } from '../../ui/choice-cards'
import type { ConnectDraft } from './draft'
import type { WizardProblem } from './use-connect'

/** Where the mail is, its address, and what people call it. */
export function StepMailbox({ draft, onChange, problem }: { draft: ConnectDraft; onChange: (draft: ConnectDraft) => void; problem: WizardProblem | null }) {
  const t = useTranslations('accounts')
  return (
    <>
      <ChoiceCards
        label={t('wizard.where')}
        value={draft.kind}
        onChange={(kind) => onChange({ ...draft, kind })}
        choices={[
          { value: 'imap', icon: Mail, title: t('wizard.imap'), text: t('wizard.imapText') },
          { value: 'local', icon: Server, title: t('wizard.local'), text: t('wizard.localText') },
        ]}
      />
      <Field label={t('wizard.address')} help={t(draft.kind === 'imap' ? 'wizard.addressHelp' : 'wizard.addressHelpLocal')} error={problem?.field === 'address' ? problem.text : undefined}>
        {(control) => (
          <Input {...control} data-autofocus size="l" type="email" autoComplete="off" autoCapitalize="off" spellCheck={false} placeholder={t('wizard.addressExample')} value={draft.address} onChange={(event) => onChange({ ...draft, address: event.target.value })} />
        )}
      </Field>
      <Field label={t('edit.name')} help={t('wizard.nameHelp')}>
        {(control) => <Input {...control} size="l" maxLength={100} value={draft.name} onChange={(event) => onChange({ ...draft, name: event.target.value })} />}
      </Field>
    </>
  )
}
