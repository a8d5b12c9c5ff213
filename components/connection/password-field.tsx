'use client'
import { useState } from 'react'
import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Field } from '../ui/field'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'

/** A password that is written and never read back; what is typed can be looked at. */
export function PasswordField({ value, onChange, error, help, stored, first }: { value: string; onChange: (value: string) => void; error?: string | undefined; help: string; stored: boolean; first: boolean }) {
  const t = useTranslations('connection')
  const ui = useTranslations('ui')
  const [shown, setShown] = useState(false)
  return (
    <Field label={t('field.password')} help={help} error={error}>
      {(control) => (
        <Input
          {...control}
          data-field="password"
          data-autofocus={first || undefined}
          size="l"
          type={shown ? 'text' : 'password'}
          autoComplete="new-password"
          spellCheck={false}
          value={value}
          placeholder={stored ? t('field.passwordKept') : undefined}
          onChange={(event) => onChange(event.target.value)}
          className="pe-0.5"
          end={value !== '' && <IconButton icon={shown ? EyeOff : Eye} label={ui(shown ? 'hidePassword' : 'showPassword')} onClick={() => setShown(!shown)} />}
        />
      )}
    </Field>
  )
}
