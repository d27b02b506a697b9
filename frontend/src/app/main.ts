import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import { connection, loadConfig } from '@/client/api'
import { Problem } from '@/client/problem'
import { loadMeta } from '@/shared/lib/meta'
import { nameOpenedLists } from '@/shared/lib/openedLists'
import { PANELS } from '@/shared/lib/panels'
import { locale } from '@/shared/lib/preferences'
import { useSession } from '@/shared/lib/session'
import App from './App.vue'
import { createMessages } from './i18n'
import Failure from './pages/Failure.vue'
import { panels } from './panels'
import { createAppRouter } from './router'
import '@/shared/styles/tokens.css'
import '@/shared/styles/element.css'
import '@/shared/styles/base.css'

/** Asking again helps against a lost connection, not against a refusal. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => count < 2 && error instanceof Problem && error.code === 'network',
    },
  },
})

async function start() {
  const { i18n, complete } = await createMessages()
  nameOpenedLists(() => i18n.global.t('shared.choices'))
  connection.locale = locale.value
  watch(locale, (now) => {
    connection.locale = now
    queries.invalidateQueries()
  })
  const pinia = createPinia()
  try {
    await loadConfig()
    await Promise.all([loadMeta(), useSession(pinia).load()])
  } catch {
    return createApp(Failure).use(i18n).mount('#app')
  }
  const router = createAppRouter(pinia, i18n.global.t, complete)
  // Once the first page stands, the words of the others are fetched, too.
  router.isReady().then(complete)
  const app = createApp(App).use(pinia).use(i18n).use(router).use(VueQueryPlugin, { queryClient: queries })
  return app.provide(PANELS, panels).mount('#app')
}

start()
