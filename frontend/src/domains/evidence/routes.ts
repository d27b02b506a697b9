import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/evidence',
    name: 'evidence',
    component: () => import('./pages/EvidencePage.vue'),
    meta: { title: 'menu.evidence', permission: 'evidence.read', menu: { group: 'work', order: 10, icon: 'file' } },
  },
  {
    path: '/evidence/new',
    name: 'evidence-new',
    component: () => import('./pages/EvidenceNewPage.vue'),
    meta: { title: 'evidence.new', permission: 'evidence.manage' },
  },
  {
    path: '/evidence/:id',
    name: 'evidence-item',
    component: () => import('./pages/ItemPage.vue'),
    props: true,
    meta: { title: 'evidence.item', permission: 'evidence.read' },
  },
  {
    path: '/evidence/:id/history',
    name: 'evidence-history',
    component: () => import('./pages/ItemPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'history' }),
    meta: { title: 'evidence.history', permission: 'evidence.read' },
  },
]

export default routes
