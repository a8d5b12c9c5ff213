'use client'
import { AtSign, CalendarClock, Folder, Inbox, Link2, ListChecks, UserRound, Webhook, Workflow } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Outputs } from '../data/trpc'
import { Button } from '../ui/button'
import { Combobox } from '../ui/combobox'
import { Icon } from '../ui/icon'
import { Tag } from '../ui/tag'

type Preview = Outputs['rule']['import']['preview']
type Coming = Preview['references'][number]

const ICONS = { account: Inbox, mailbox: Folder, user: UserRound, calendar: CalendarClock, list: ListChecks, hook: Webhook, endpoint: Link2, rule: Workflow } as const
const TONES = { same: 'success', alike: 'info', instead: 'info', chosen: 'success', made: 'info', open: 'warning' } as const

/** Everything the rules refer to, what it is here, and what it could be instead. */
export function ComingReferences({ preview, accountId, onChoose }: { preview: Preview; accountId: string | null; onChoose: (ref: string, choice: string) => void }) {
  const t = useTranslations('exchange')
  const accountOf = ({ account }: Coming) => preview.references.find(({ ref }) => ref === account)?.here?.id ?? accountId
  return (
    <section aria-label={t('references')} className="flex flex-col gap-2">
      <h3 className="font-strong">{t('references')}</h3>
      <p className="text-12 text-ink-3">{t('referencesHelp')}</p>
      <ul className="divide-y divide-line rounded-node border border-line">
        {preview.references.map((coming) => (
          <li key={coming.ref} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2">
            <Icon of={ICONS[coming.kind]} className="text-ink-3" />
            <div className="min-w-40 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-13">
                <span className="min-w-0 font-medium break-words">{coming.name}</span>
                <Tag tone={TONES[coming.how]} className="h-5">{t(`how.${coming.how}`)}</Tag>
              </p>
              <p className="flex flex-wrap items-center gap-x-1 text-12 text-ink-3">
                {t(`kind.${coming.kind}`)}
                {coming.address !== null && coming.address !== coming.name && (
                  <span className="inline-flex min-w-0 items-center gap-0.5 break-all">
                    <Icon of={AtSign} size={12} />
                    {coming.address}
                  </span>
                )}
                {coming.usedBy.length > 0 && <span>{t('usedBy', { count: coming.usedBy.length })}</span>}
              </p>
            </div>
            <Choice coming={coming} preview={preview} accountId={accountOf(coming)} onChoose={(choice) => onChoose(coming.ref, choice)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Choice({ coming, preview, accountId, onChoose }: { coming: Coming; preview: Preview; accountId: string | null; onChoose: (choice: string) => void }) {
  const t = useTranslations('exchange')
  const isTiedToAccount = coming.kind === 'mailbox' || coming.kind === 'rule'
  const there = preview.choices[coming.kind].filter((choice) => !isTiedToAccount || choice.accountId === accountId)
  const rank = (id: string) => (coming.suggestions.includes(id) ? coming.suggestions.indexOf(id) : coming.suggestions.length)
  const options = [
    { value: 'open', label: t(coming.kind === 'account' ? 'openAccount' : 'open') },
    ...(coming.canBeMade ? [{ value: 'make', label: t('make') }] : []),
    ...there.toSorted((a, b) => rank(a.id) - rank(b.id)).map(({ id, name }) => ({ value: id, label: name })),
  ]
  const [likeliest] = there.filter(({ id }) => id === coming.suggestions[0])
  return (
    <div className="flex min-w-0 items-center gap-2 max-sm:w-full">
      {coming.here === null && coming.how !== 'made' && likeliest !== undefined && (
        <Button look="quiet" onClick={() => onChoose(likeliest.id)}>
          {t('suggest', { name: likeliest.name })}
        </Button>
      )}
      {coming.how === 'open' && coming.canBeMade && likeliest === undefined && (
        <Button look="quiet" onClick={() => onChoose('make')}>
          {t('makeIt')}
        </Button>
      )}
      <Combobox
        className="w-52 max-sm:w-full max-sm:flex-1"
        aria-label={t('stands', { name: coming.name })}
        value={coming.here?.id ?? (coming.how === 'made' ? 'make' : 'open')}
        options={options}
        placeholder={t('open')}
        searchLabel={t('search')}
        emptyText={t('nothingHere')}
        onChange={onChoose}
      />
    </div>
  )
}
