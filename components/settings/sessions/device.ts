const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** What a User-Agent header says about where somebody sits, roughly; empty where it says nothing we know. */
export function deviceOf(userAgent: string): { readonly browser: string; readonly system: string; readonly phone: boolean } {
  const browser = BROWSERS.find(([sign]) => sign.test(userAgent))?.[1] ?? ''
  const system = SYSTEMS.find(([sign]) => sign.test(userAgent))?.[1] ?? ''
  return { browser, system, phone: /\b(?:iPhone|Mobile)\b/.test(userAgent) }
}
