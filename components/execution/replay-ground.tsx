'use client'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { useRuleLanguage } from '../sentence/rule-language'
import type { Replay } from './replay'

/** What the answer rests on: what was taken as it was then, and what had to be looked up as it is now. */
export function ReplayGround({ replay: { recalled, recomputed, isTextMissing } }: { replay: Replay }) {
  const t = useTranslations('replay')
  const formats = useFormats()
  const language = useRuleLanguage()
  const label = (field: string) => {
    const [id = '', name] = field.split(/:(.*)/s)
    const said = language.say(`condition.fieldLabel.${id}`, {})
    return name === undefined || name === '' ? said : `${said} ${name}`
  }
  const anew = [...(recomputed?.fields ?? []).map(label), ...(recomputed?.lists === true ? [t('ground.lists')] : []), ...(recomputed?.calendars === true ? [t('ground.calendars')] : [])]
  const lines = [
    t('ground.mail'),
    ...(recalled.length === 0 ? [] : [t('ground.recalled', { fields: formats.list(recalled.map(label)) })]),
    anew.length === 0 ? t('ground.nothingAnew') : t('ground.anew', { fields: formats.list(anew) }),
    t('ground.takenBack'),
    ...(isTextMissing ? [t('ground.textMissing')] : []),
  ]
  return (
    <section aria-label={t('ground.head')}>
      <h3 className="mb-1 font-strong">{t('ground.head')}</h3>
      <ul className="list-disc ps-4 text-12 text-ink-2">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
