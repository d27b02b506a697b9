import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/calendar/terms',
    name: 'terms',
    component: () => import('./pages/TermsPage.vue'),
    meta: { title: 'calendars.terms.title', permission: 'calendar.read' },
  },
  {
    path: '/calendar/:year(\\d{4})?',
    name: 'calendar',
    component: () => import('./pages/YearPage.vue'),
    props: (route) => ({ year: Number(route.params.year) || undefined }),
    meta: {
      title: 'menu.calendar',
      permission: 'calendar.read',
      menu: { group: 'basis', order: 40, icon: 'calendar' },
    },
  },
]

export default routes
