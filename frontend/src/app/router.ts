import type { Pinia } from 'pinia'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { meta } from '@/shared/lib/meta'
import type { DomainRoutes } from '@/shared/lib/routes'
import { useSession } from '@/shared/lib/session'
import { decide } from './guard'
import { menuOf } from './menu'

const domains = Object.values(
  import.meta.glob<DomainRoutes>('../domains/*/routes.ts', { eager: true, import: 'default' }),
).flat()
const open = domains.filter((route) => route.meta?.public)

const routes: RouteRecordRaw[] = [
  ...open,
  {
    path: '/',
    component: () => import('./layouts/StaffLayout.vue'),
    children: [
      ...domains.filter((route) => !open.includes(route)),
      { path: '', name: 'home', component: () => import('./pages/Welcome.vue'), meta: { title: 'app.welcome.title' } },
      {
        path: 'forbidden',
        name: 'forbidden',
        component: () => import('./pages/Forbidden.vue'),
        meta: { title: 'app.forbidden.title' },
      },
      {
        path: ':rest(.*)*',
        name: 'missing',
        component: () => import('./pages/Missing.vue'),
        meta: { title: 'app.missing.title' },
      },
    ],
  },
]

/** `complete` brings the words of the pages that are not among the first. */
export function createAppRouter(pinia: Pinia, translate: (key: string) => string, complete: () => Promise<void>) {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  })
  const session = useSession(pinia)
  const firstPage = () => menuOf(router.getRoutes(), session.can)[0]?.entries[0]?.name

  router.beforeEach((to) =>
    decide(to, {
      loggedIn: !!session.current,
      mustChange: session.mustChangePassword,
      mustEnrol: session.mustEnrol,
      can: session.can,
      firstPage,
    }),
  )
  router.beforeResolve(async (to) => {
    if (!to.meta.early) await complete()
  })
  router.afterEach((to, from) => {
    document.title = `${translate(to.meta.title)} - ${meta.value?.product ?? ''}`
    // A reader starts at the new page, not at the link that led to it.
    if (from.matched.length && to.path !== from.path) document.getElementById('main')?.focus()
  })
  return router
}
