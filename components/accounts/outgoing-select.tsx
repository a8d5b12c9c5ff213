'use client'
import { useTranslations } from 'next-intl'
import type { Outputs } from '../data/trpc'
import { Field } from '../ui/field'
import { Select } from '../ui/select'

type Server = Outputs['outgoingServer']['list'][number]
const FIRST = 'first'

/** Which server the account's mail leaves by. */
export function OutgoingSelect({ servers, value, onChange }: { servers: readonly Server[]; value: string | null; onChange: (id: string | null) => void }) {
  const t = useTranslations('accounts')
  const first = servers[0]
  return (
    <Field label={t('outgoing.choose')} help={t('outgoing.chooseHelp')}>
      {(control) => (
        <Select
          {...control}
          size="l"
          value={value ?? FIRST}
          onChange={(id) => onChange(id === FIRST ? null : id)}
          options={[
            { value: FIRST, label: first === undefined ? t('outgoing.firstNone') : t('outgoing.first', { name: first.name }) },
            ...servers.map(({ id, name, server }) => ({ value: id, label: name, hint: server.host })),
          ]}
        />
      )}
    </Field>
  )
}
