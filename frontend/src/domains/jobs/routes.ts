import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  { path: '/jobs', name: 'jobs', component: () => import('./pages/JobsPage.vue'), meta: { title: 'jobs.title' } },
]

export default routes
