import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/jobs',
    name: 'jobs',
    component: () => import('./pages/JobsPage.vue'),
    props: { scope: 'own' },
    meta: { title: 'jobs.title' },
  },
  {
    path: '/jobs/all',
    name: 'jobs-all',
    component: () => import('./pages/JobsPage.vue'),
    props: { scope: 'all' },
    meta: { title: 'jobs.title', permission: 'job.read' },
  },
]

export default routes
