'use client'
import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { instantOf, wallTimeAt } from '../../rules/wall-clock'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useFormats } from '../language/language-provider'
import { useMe } from '../shell/me'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'
import { showToast } from '../ui/toast-store'

/** Plans a next step on a record: what, when on the reader's clock, and for whom. */
export function PlanFollowUp({ recordId }: { recordId: string }) {
  const t = useTranslations('followUps')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={CalendarClock} onClick={() => setOpen(true)}>
        {t('plan.action')}
      </Button>
      {open && <Form recordId={recordId} onClose={() => setOpen(false)} />}
    </>
  )
}

function Form({ recordId, onClose }: { recordId: string; onClose: () => void }) {
  const t = useTranslations('followUps')
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const { timeZone } = useFormats()
  const { id: userId } = useMe()
  const members = useQuery(trpc.workspace.get.queryOptions()).data?.members ?? []
  const [text, setText] = useState('')
  const [due, setDue] = useState(() => tomorrowAtNine(Date.now(), timeZone))
  const [person, setPerson] = useState(userId)
  const [byMail, setByMail] = useState(false)
  const create = useMutation(
    trpc.followUp.create.mutationOptions({
      onSuccess: async () => {
        showToast({ text: t('plan.planned'), tone: 'success', action: { label: t('plan.see'), onSelect: () => router.push('/follow-ups') } })
        onClose()
        await queryClient.invalidateQueries(trpc.followUp.list.queryFilter())
        await queryClient.invalidateQueries({ queryKey: [['record']] })
      },
      onError: (error) => failed(t('plan.action'), error),
    }),
  )
  const at = instantIn(due, timeZone)
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={t('plan.title')}
      footer={
        <Button look="primary" disabled={text.trim() === '' || at === null} busy={create.isPending} onClick={() => at !== null && create.mutate({ recordId, text: text.trim(), dueAt: at, userId: person, byMail })}>
          {t('plan.go')}
        </Button>
      }
    >
      <div className="mt-2 flex flex-col gap-3">
        <Field label={t('plan.what')}>{(control) => <Input {...control} size="l" value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />}</Field>
        <Field label={t('plan.when')}>{(control) => <Input {...control} size="l" type="datetime-local" value={due} onChange={(event) => setDue(event.target.value.slice(0, 16))} />}</Field>
        <Field label={t('plan.who')}>{(control) => <Select {...control} size="l" value={person} options={members.map((member) => ({ value: member.userId, label: member.name }))} onChange={setPerson} />}</Field>
        <Checkbox label={t('plan.byMail')} checked={byMail} onChange={setByMail} />
      </div>
    </Dialog>
  )
}

/** As a `datetime-local` control writes it. */
function tomorrowAtNine(now: number, zone: string): string {
  const { year, month, day } = wallTimeAt(now, zone)
  return `${new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10)}T09:00`
}

/** Null while the control holds no whole time. */
function instantIn(wall: string, zone: string): string | null {
  const [, year, month, day, hour, minute] = (/^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/.exec(wall) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined) return null
  return new Date(instantOf({ year, month, day, hour, minute, second: 0 }, zone)).toISOString()
}
