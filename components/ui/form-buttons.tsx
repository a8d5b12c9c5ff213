'use client'
import { useTranslations } from 'next-intl'
import { Button } from './button'

export interface FormButtonsProps {
  /** Id of the form that is sent off. */
  form: string
  label: string
  busy: boolean
  disabled?: boolean
  onCancel: () => void
}

/** The foot of a sheet or dialog that holds a form: leave it, or send it off. */
export function FormButtons({ form, label, busy, disabled = false, onCancel }: FormButtonsProps) {
  const t = useTranslations('ui')
  return (
    <>
      <Button size="l" onClick={onCancel}>
        {t('cancel')}
      </Button>
      <Button size="l" look="primary" type="submit" form={form} busy={busy} disabled={disabled}>
        {label}
      </Button>
    </>
  )
}
