'use client'
import { useState, type KeyboardEvent } from 'react'
import { Eye, EyeOff, KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IconButton } from '../ui/icon-button'
import { Input, type InputProps } from '../ui/input'

/** A password that can be looked at, and that says when caps lock is on. */
export function PasswordInput(props: Omit<InputProps, 'type' | 'size' | 'end' | 'icon'>) {
  const ui = useTranslations('ui')
  const t = useTranslations('signIn')
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const look = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'))
  return (
    <>
      <Input
        {...props}
        icon={KeyRound}
        size="l"
        type={shown ? 'text' : 'password'}
        spellCheck={false}
        onKeyDown={look}
        onKeyUp={look}
        className="h-10 pe-1"
        end={<IconButton icon={shown ? EyeOff : Eye} label={ui(shown ? 'hidePassword' : 'showPassword')} onClick={() => setShown(!shown)} />}
      />
      <span role="status" className="text-12 text-warning-ink empty:hidden">
        {caps ? t('capsLock') : ''}
      </span>
    </>
  )
}
