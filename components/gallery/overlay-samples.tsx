'use client'
import { useState } from 'react'
import { Ban, CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useDid } from '../data/use-did'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/dialog'
import { Sheet } from '../ui/sheet'
import { Box } from './box'

export function OverlaySamples() {
  const t = useTranslations('gallery')
  const [dialog, setDialog] = useState(false)
  const [sheet, setSheet] = useState(false)
  const did = useDid()
  return (
    <Box className="flex gap-2 p-4">
      <Button onClick={() => setDialog(true)}>{t('openDialog')}</Button>
      <Button onClick={() => setSheet(true)}>{t('openSheet')}</Button>
      <Button onClick={() => did({ scope: 'mail', what: t('archived'), undo: () => Promise.resolve() })}>{t('showToast')}</Button>
      <ConfirmDialog
        open={dialog}
        onOpenChange={setDialog}
        title={t('question')}
        consequences={[
          { icon: Ban, tone: 'danger', text: t('stops') },
          { icon: CircleCheck, text: t('stays') },
        ]}
        confirmLabel={t('delete')}
        typeToConfirm={t('delete')}
        onConfirm={() => setDialog(false)}
      />
      <Sheet open={sheet} onOpenChange={setSheet} title={t('openSheet')}>
        <p className="p-4">{t('emptyFirstText')}</p>
      </Sheet>
    </Box>
  )
}
