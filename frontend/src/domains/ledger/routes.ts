import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/ledger',
    name: 'ledger',
    component: () => import('./pages/LedgerPage.vue'),
    meta: { title: 'menu.ledger', permission: 'ledger.read', menu: { group: 'basis', order: 90, icon: 'chain' } },
  },
]

export default routes
