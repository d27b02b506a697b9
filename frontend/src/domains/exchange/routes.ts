import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/imports',
    name: 'imports',
    component: () => import('./pages/ImportsPage.vue'),
    meta: { title: 'menu.imports', permission: 'import.read', menu: { group: 'basis', order: 80, icon: 'upload' } },
  },
  {
    path: '/imports/new',
    name: 'import-new',
    component: () => import('./pages/ImportNewPage.vue'),
    meta: { title: 'exchange.new', permission: 'import.run' },
  },
  {
    path: '/imports/mappings',
    name: 'import-mappings',
    component: () => import('./pages/MappingsPage.vue'),
    meta: { title: 'exchange.mappings.title', permission: 'import.read' },
  },
  {
    path: '/imports/:id',
    name: 'import',
    component: () => import('./pages/ImportPage.vue'),
    props: true,
    meta: { title: 'exchange.one', permission: 'import.read' },
  },
  {
    path: '/imports/:id/history',
    name: 'import-history',
    component: () => import('./pages/ImportPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'history' }),
    meta: { title: 'exchange.history', permission: 'import.read' },
  },
]

export default routes
