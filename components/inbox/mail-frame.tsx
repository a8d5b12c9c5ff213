'use client'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'next-intl'
import { frameDocument } from './frame-document'
import type { Message } from './message'
import { usePictures } from './use-pictures'

/**
 * A designed mail on its own light page. The frame is sandboxed: no scripts, forms or top navigation; links open elsewhere. It may be looked at from here, which is how
 * it gets its height and how keys pressed in it reach the registry.
 */
export function MailFrame({ message, html }: { message: Message; html: string }) {
  const t = useTranslations('inbox')
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(160)
  const pictures = usePictures(message, html)
  const source = useMemo(() => frameDocument(html, pictures), [html, pictures])

  useEffect(() => {
    const element = frame.current
    if (element === null) return
    let observer: ResizeObserver | undefined
    const onLoad = () => {
      const page = element.contentDocument
      if (page === null || page.body === null) return
      const measure = () => setHeight(Math.min(20_000, Math.ceil(page.documentElement.getBoundingClientRect().height)))
      observer?.disconnect()
      observer = new ResizeObserver(measure)
      observer.observe(page.documentElement)
      page.addEventListener('keydown', passOn)
      measure()
    }
    const passOn = ({ key, code, ctrlKey, altKey, shiftKey, metaKey }: KeyboardEvent) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, ctrlKey, altKey, shiftKey, metaKey, bubbles: true }))
    element.addEventListener('load', onLoad)
    onLoad()
    return () => {
      element.removeEventListener('load', onLoad)
      observer?.disconnect()
    }
  }, [source])

  return (
    <div className="-mx-2.5 overflow-hidden rounded-control border border-line bg-[#fff]">
      <iframe ref={frame} title={t('frameTitle', { subject: message.subject })} sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" referrerPolicy="no-referrer" srcDoc={source} style={{ height, colorScheme: 'light' }} className="block w-full" />
    </div>
  )
}
