import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

/** This folder is the kit every screen is drawn with: controls and patterns over radix-ui, styled by the tokens. It knows no word of the product and imports nothing of it. */
const merge = extendTailwindMerge({
  override: {
    theme: {
      text: ['11', '12', '13', '14', '16', '20', '28'],
      'font-weight': ['normal', 'medium', 'strong'],
      radius: ['xs', 'tag', 'control', 'node', 'dialog', 'full'],
      shadow: ['node', 'popover', 'dialog'],
    },
  },
})

/** Joins class names; of two that set the same property the later wins, so that a caller can adjust a component. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}
