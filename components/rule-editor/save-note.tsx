'use client'
import { CloudOff, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { answerOf } from '../data/failure'
import { useErrorText } from '../data/query-error'
import { useFormats } from '../language/language-provider'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Tooltip } from '../ui/tooltip'
import { useEditor } from './editor-context'

/** Whether the draft is safe: when it was saved, that it is being saved, or why it is not. */
export function SaveNote() {
  const t = useTranslations('editor')
  const formats = useFormats()
  const text = useErrorText()
  const { save, canEdit } = useEditor()
  const { state } = save
  if (!canEdit) return <span className="text-12 text-ink-3">{t('readOnly')}</span>
  if (state.kind === 'failed' || state.kind === 'conflict') {
    const offline = state.kind === 'failed' && answerOf(state.error).status === 0
    return (
      <Tooltip text={state.kind === 'failed' ? text(state.error) : state.who}>
        <Button look="quiet" className="text-danger-ink" onClick={() => void save.flush()}>
          <Icon of={offline ? CloudOff : TriangleAlert} size={14} className="text-danger-ink" />
          {t(offline ? 'savedHere' : 'notSaved')}
        </Button>
      </Tooltip>
    )
  }
  return <span className="text-12 whitespace-nowrap text-ink-3 max-lg:hidden">{state.kind === 'saved' ? t('savedAt', { time: formats.clock(state.at) }) : t('saving')}</span>
}
