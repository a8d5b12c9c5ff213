'use client'
import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { FileWarning, Info } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { MAX_CHARACTERS } from '../../rules/exchange/file'
import { QueryError } from '../data/query-error'
import { useTRPC, useTRPCClient, type Inputs } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Notice } from '../ui/notice'
import { Select } from '../ui/select'
import { SkeletonRows } from '../ui/skeleton'
import { showToast } from '../ui/toast-store'
import { ChooseFile, type RuleText } from './choose-file'
import { ComingReferences } from './coming-references'
import { ComingRules } from './coming-rules'
import { SHOWN_FORMATS } from './formats'
import { ReportList } from './report-list'

export interface ImportRulesProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The account that is looked at; null: none in particular. */
  accountId: string | null
}

/** Takes rules in from a file: first what it would bring and what each thing in it is here, then drafts. */
export function ImportRules({ open, onOpenChange, accountId }: ImportRulesProps) {
  const t = useTranslations('exchange')
  const [chosen, setChosen] = useState<RuleText | null>(null)
  const close = (next: boolean) => {
    if (!next) setChosen(null)
    onOpenChange(next)
  }
  if (chosen !== null) return <Incoming key={chosen.text} chosen={chosen} open={open} accountId={accountId} onBack={() => setChosen(null)} onClose={() => close(false)} />
  return (
    <Dialog open={open} onOpenChange={close} title={t('importTitle')} description={t('importLead')} className="max-w-[640px]">
      <ChooseFile onChoose={setChosen} />
    </Dialog>
  )
}

type Question = Inputs['rule']['import']['preview']

function Incoming({ chosen, open, accountId, onBack, onClose }: { chosen: RuleText; open: boolean; accountId: string | null; onBack: () => void; onClose: () => void }) {
  const t = useTranslations('exchange')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const router = useRouter()
  const failed = useFailed()
  const [account, setAccount] = useState(accountId)
  const [choices, setChoices] = useState<NonNullable<Question['choices']>>({})
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const [names, setNames] = useState<Readonly<Record<number, string>>>({})
  const { format, text } = chosen
  const question: Question = { format, text, choices, ...(account === null ? {} : { accountId: account }) }
  const asked = useQuery({ queryKey: ['rules coming in', question], queryFn: () => client.rule.import.preview.mutate(question), enabled: text.length <= MAX_CHARACTERS, placeholderData: keepPreviousData, staleTime: 0, gcTime: 0 })
  const preview = asked.data
  const wanted = (preview?.rules ?? []).flatMap(({ freeName, accountId: place }, index) => (left.has(index) || place === null ? [] : [{ index, name: names[index] ?? freeName }]))
  const bring = useMutation(trpc.rule.import.create.mutationOptions({
    onSuccess: async ({ made }) => {
      onClose()
      showToast({ text: t('imported', { count: made.length }) })
      const [only] = made
      if (made.length === 1 && only !== undefined) router.push(`/rules/${only.id}/edit`)
      await queries.invalidateQueries({ queryKey: [['rule']] })
    },
    onError: (error) => failed(t('import'), error),
  }))
  const Source = SHOWN_FORMATS.find(({ id }) => id === format)?.Source
  const isHomeless = preview !== undefined && preview.choices.account.length > 1 && preview.rules.some((rule) => rule.account === null)
  const hasBlankName = wanted.some(({ name }) => name.trim() === '')
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={chosen.fileName ?? t('importTitle')}
      className="max-w-[760px]"
      footer={
        <>
          <Button size="l" onClick={onBack}>
            {t('otherFile')}
          </Button>
          <Button size="l" look="primary" disabled={preview === undefined || wanted.length === 0 || hasBlankName} busy={bring.isPending} onClick={() => bring.mutate({ ...question, rules: wanted })}>
            {t('importCount', { count: wanted.length })}
          </Button>
        </>
      }
    >
      <div className="mt-2 flex flex-col gap-5">
        {text.length > MAX_CHARACTERS && <Notice icon={FileWarning} tone="danger">{t('tooLong', { limit: MAX_CHARACTERS })}</Notice>}
        {asked.isLoading && <SkeletonRows rows={4} rowClassName="h-14" />}
        {asked.isError && preview === undefined && <QueryError what={t('import')} error={asked.error} onRetry={() => void asked.refetch()} />}
        {preview !== undefined && !preview.isReadable && <Notice icon={FileWarning} tone="danger">{t('unreadable')}</Notice>}
        {preview !== undefined && preview.report.length > 0 && (Source === undefined ? <ReportList report={preview.report} /> : <Source text={text} report={preview.report} />)}
        {preview?.isReadable === true && (
          <>
            {isHomeless && (
              <Field label={t('forAccount')} help={t('forAccountHelp')}>
                {(control) => <Select {...control} size="l" value={account} placeholder={t('chooseAccount')} options={preview.choices.account.map(({ id, name }) => ({ value: id, label: name }))} onChange={setAccount} className="self-start" />}
              </Field>
            )}
            {preview.references.length > 0 && <ComingReferences preview={preview} accountId={account} onChoose={(ref, choice) => setChoices({ ...choices, [ref]: choice })} />}
            <ComingRules
              preview={preview}
              left={left}
              names={names}
              onLeave={(index, isLeft) => setLeft(new Set(isLeft ? [...left, index] : [...left].filter((one) => one !== index)))}
              onName={(index, name) => setNames({ ...names, [index]: name })}
            />
            {[...preview.newNames.tags, ...preview.newNames.channels].length > 0 && <Notice icon={Info}>{t('newNames', { names: [...preview.newNames.tags, ...preview.newNames.channels].join(', ') })}</Notice>}
            <p className="text-12 text-ink-3">{t('draftsOnly')}</p>
          </>
        )}
      </div>
    </Dialog>
  )
}
