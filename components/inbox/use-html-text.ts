'use client'
import { useMemo } from 'react'

const BLOCKS = 'p, div, tr, li, h1, h2, h3, h4, h5, h6, blockquote, table, section, article, header, footer, pre, ul, ol'

/** The text of sanitised HTML, with a line for each block, for mail that brings no plain part. */
export function useHtmlText(html: string | null): string {
  return useMemo(() => {
    if (html === null || typeof DOMParser === 'undefined') return ''
    const page = new DOMParser().parseFromString(html, 'text/html')
    for (const line of page.querySelectorAll('br')) line.replaceWith('\n')
    for (const block of page.querySelectorAll(BLOCKS)) block.append('\n')
    for (const cell of page.querySelectorAll('td, th')) cell.append(' ')
    return (page.body.textContent ?? '').replace(/[ \t\u00a0]+/g, ' ').replace(/ ?\n ?/g, '\n').replace(/\n{3,}/g, '\n\n').trim()
  }, [html])
}
