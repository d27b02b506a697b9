import { nextTick, watch } from 'vue'
import { createI18n } from 'vue-i18n'
import { locale } from '@/shared/lib/preferences'
import { worded } from '@/shared/lib/words'

type Words = () => Promise<{ default: Record<string, unknown> }>
/** A person loads only their own language, and first what the first pages say. */
const LOADERS: Record<string, { early: Words; all: Words }> = {
  'zh-CN': { early: () => import('@/locales/zh-CN/early'), all: () => import('@/locales/zh-CN/all') },
  en: { early: () => import('@/locales/en/early'), all: () => import('@/locales/en/all') },
}

/** The messages of the first pages; `complete` brings those of all others. */
export async function createMessages() {
  const i18n = createI18n({ legacy: false, locale: locale.value, fallbackLocale: false, missingWarn: true })
  let loading: Promise<void> | undefined

  async function use(name: string, part: 'early' | 'all') {
    const messages = await LOADERS[name]?.[part]()
    i18n.global.setLocaleMessage(name, messages?.default ?? {})
    if (name === locale.value) i18n.global.locale.value = name
    await nextTick()
  }
  const complete = () =>
    (loading ??= use(locale.value, 'all').then(
      () => void (worded.value = true),
      (error) => {
        loading = undefined
        throw error
      },
    ))
  await use(locale.value, 'early')
  watch(locale, (name) => use(name, loading ? 'all' : 'early'))
  return { i18n, complete }
}
