'use client'
import type { RefObject } from 'react'
import { useTranslations } from 'next-intl'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'
import { PasswordField } from './password-field'
import { withSecurity, type Protocol, type ServerField, type ServerValues } from './server-values'

export interface ServerFieldsProps {
  protocol: Protocol
  values: ServerValues
  onChange: (values: ServerValues) => void
  /** The field that is not right, and why. */
  problem?: { readonly field: ServerField; readonly text: string } | null
  passwordHelp?: string
  /** A password is stored: an empty field keeps it. */
  stored?: boolean
  /** A relay may ask for no sign-in. */
  loginOptional?: boolean
  /** The field the cursor starts in. */
  first?: ServerField | null
  /** The form, so that a fix can put the cursor into a field: each control carries `data-field`. */
  formRef?: RefObject<HTMLDivElement | null>
}

/** Host, port, encryption, user and password. Another encryption brings its usual port. */
export function ServerFields({ protocol, values, onChange, problem = null, passwordHelp, stored = false, loginOptional = false, first = null, formRef }: ServerFieldsProps) {
  const t = useTranslations('connection')
  const set = (changes: Partial<ServerValues>) => onChange({ ...values, ...changes })
  const errorOf = (field: ServerField) => (problem?.field === field ? problem.text : undefined)
  return (
    <div ref={formRef} className="flex flex-col gap-4">
      <Field label={t(`field.host.${protocol}`)} error={errorOf('host')}>
        {(control) => <Input {...control} data-field="host" data-autofocus={first === 'host' || undefined} size="l" mono autoComplete="off" spellCheck={false} autoCapitalize="off" value={values.host} onChange={(event) => set({ host: event.target.value })} placeholder={`${protocol}.example.com`} />}
      </Field>
      <div className="grid grid-cols-[minmax(0,1fr)_104px] gap-3">
        <Field label={t('field.security')}>
          {(control) => (
            <Select
              {...control}
              size="l"
              value={values.security}
              onChange={(security) => onChange(withSecurity(values, protocol, security))}
              options={[
                { value: 'tls', label: t('security.tls'), hint: t('security.tlsHint') },
                { value: 'starttls', label: t('security.starttls'), hint: t('security.starttlsHint') },
                { value: 'none', label: t('security.none'), hint: t('security.noneHint') },
              ]}
            />
          )}
        </Field>
        <Field label={t('field.port')} error={errorOf('port')}>
          {(control) => <Input {...control} data-field="port" data-autofocus={first === 'port' || undefined} size="l" inputMode="numeric" autoComplete="off" value={values.port} onChange={(event) => set({ port: event.target.value.replace(/\D/g, '').slice(0, 5) })} />}
        </Field>
      </div>
      <Field label={t('field.user')} error={errorOf('user')} {...(loginOptional ? { optional: t('optional'), help: t('field.userOptional') } : {})}>
        {(control) => <Input {...control} data-field="user" data-autofocus={first === 'user' || undefined} size="l" autoComplete="off" spellCheck={false} autoCapitalize="off" value={values.user} onChange={(event) => set({ user: event.target.value })} />}
      </Field>
      <PasswordField value={values.password} onChange={(password) => set({ password })} error={errorOf('password')} help={passwordHelp ?? (stored ? t('field.passwordStored') : t('field.passwordHelp'))} stored={stored} first={first === 'password'} />
    </div>
  )
}

/** Puts the cursor into a field of this form. */
export function focusField(form: HTMLElement | null, field: ServerField): void {
  const found = form?.querySelector<HTMLInputElement>(`[data-field="${field}"]`)
  found?.focus()
  found?.select()
}
