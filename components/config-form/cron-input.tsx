'use client'
import { useTranslations } from 'next-intl'
import { isTimeZone, nextRuns, parseCron } from '../../rules/cron'
import { useNow } from '../language/now'
import { formatsOf } from '../language/formats'
import { useRuleLanguage } from '../sentence/rule-language'
import type { FieldControl } from '../ui/field'
import { Input } from '../ui/input'

const SHOWN = 5

/** A line of cron, and the next times it stands for. */
export function CronInput({ control, line, timeZone, placeholder, onChange }: { control: FieldControl; line: string; timeZone: string; placeholder: string | undefined; onChange: (line: string) => void }) {
  const t = useTranslations('editor')
  const { locale } = useRuleLanguage()
  const now = useNow()
  const cron = parseCron(line)
  const runs = cron === null || !isTimeZone(timeZone) ? null : nextRuns(cron, timeZone, now.getTime(), SHOWN)
  const formats = isTimeZone(timeZone) ? formatsOf(locale, timeZone) : null
  return (
    <span className="flex flex-col gap-1.5">
      <Input {...control} size="l" value={line} placeholder={placeholder} spellCheck={false} className="font-mono" onChange={(event) => onChange(event.target.value)} />
      {runs !== null && formats !== null && (
        <span className="text-12 text-ink-3">{runs.length === 0 ? t('neverRuns') : t('nextRuns', { times: formats.list(runs.map((at) => formats.full(new Date(at)))) })}</span>
      )}
    </span>
  )
}
