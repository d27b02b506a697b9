import { reactive } from 'vue'
import { EN } from './words.en'
import { ZH, type Words } from './words.zh'

export type Locale = 'zh-CN' | 'en'
const LANGUAGES: Record<Locale, Words> = { 'zh-CN': ZH, en: EN }
const KEPT = 'portal-locale'

function first(): Locale {
  const kept = localStorage.getItem(KEPT)
  if (kept === 'zh-CN' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

/** The words of the pages; plain functions and strings, so that no message compiler is loaded. */
export const language = reactive({ locale: first(), words: LANGUAGES[first()] })

export function speak(locale: Locale): void {
  localStorage.setItem(KEPT, locale)
  language.locale = locale
  language.words = LANGUAGES[locale]
  document.documentElement.lang = locale
}

/** A day as people write it: without the year in this one. */
export function day(iso: string): string {
  const [year, month, date] = iso.split('-').map(Number)
  if (language.locale === 'en') return iso
  const short = `${month}月${date}日`
  return year === new Date().getFullYear() ? short : `${year}年${short}`
}

export const named = (kind: { zh: string; en: string }) => (language.locale === 'en' ? kind.en : kind.zh)
