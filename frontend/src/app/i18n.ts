import { nextTick, watch } from 'vue'
import { createI18n } from 'vue-i18n'
import { locale } from '@/shared/lib/preferences'

/** One chunk per language, so that a person loads only their own. */
const LOADERS: Record<string, () => Promise<{ default: Record<string, unknown> }>> = {
  'zh-CN': () => import('@/locales/zh-CN'),
  en: () => import('@/locales/en'),
}

export async function createMessages() {
  const i18n = createI18n({ legacy: false, locale: locale.value, fallbackLocale: false, missingWarn: true })

  async function use(name: string) {
    const messages = await LOADERS[name]?.()
    i18n.global.setLocaleMessage(name, messages?.default ?? {})
    i18n.global.locale.value = name
    await nextTick()
  }
  await use(locale.value)
  watch(locale, use)
  return i18n
}
