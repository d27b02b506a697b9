import { ref, watch } from 'vue'

/** Theme and language are choices of this browser; public/boot.js reads the same keys before the first paint. */
function stored(key: string, initial: string) {
  const value = ref(initial)
  watch(value, (now) => {
    try {
      localStorage.setItem(key, now)
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  })
  return value
}

const root = document.documentElement
export const theme = stored('theme', root.classList.contains('dark') ? 'dark' : 'light')
export const locale = stored('locale', root.lang === 'en' ? 'en' : 'zh-CN')

watch(theme, (now) => root.classList.toggle('dark', now === 'dark'), { flush: 'sync' })
watch(locale, (now) => (root.lang = now))
