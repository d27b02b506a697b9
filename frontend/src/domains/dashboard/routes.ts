import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/overview',
    name: 'overview',
    component: () => import('./pages/OverviewPage.vue'),
    meta: {
      title: 'menu.overview',
      permission: 'dashboard.read',
      early: true,
      menu: { group: 'top', order: 0, icon: 'home' },
    },
  },
]

export default routes
