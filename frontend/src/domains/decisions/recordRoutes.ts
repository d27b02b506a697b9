import type { RouteLocation } from 'vue-router'
import type { DomainRoutes } from '@/shared/lib/routes'

const read = 'decision.read'
const page = (name: string, path: string, component: () => Promise<unknown>, title: string) => ({
  ...{ path, name, component, meta: { title: `decisionRecords.${title}`, permission: read } },
})
const one = (name: string, path: string, component: () => Promise<unknown>, title: string) => ({
  ...page(name, `${path}/:id`, component, title),
  props: true,
})
/** What was decided, and what followed: filings, execution, payments, contracts, suppliers. */
export const recordRoutes = [
  {
    path: '/decisions',
    name: 'decisions',
    component: () => import('./pages/DecisionsPage.vue'),
    meta: { title: 'menu.decisions', permission: read, menu: { group: 'work', order: 52, icon: 'scales' } },
  },
  page('executions', '/decisions/executions', () => import('./pages/DecisionExecutionsPage.vue'), 'executions'),
  {
    path: '/filings',
    name: 'filings',
    component: () => import('./pages/FilingsPage.vue'),
    meta: {
      title: 'menu.filings',
      permission: read,
      menu: { group: 'oversight', order: 40, icon: 'inbox' },
    },
  },
  {
    path: '/decisions/:id/history',
    name: 'decision-history',
    component: () => import('./pages/DecisionPage.vue'),
    props: ({ params }: RouteLocation) => ({ id: String(params.id), tab: 'history' }),
    meta: { title: 'decisionRecords.parts.history', permission: read },
  },
  one('decision', '/decisions', () => import('./pages/DecisionPage.vue'), 'one'),
  page('payments', '/payments', () => import('./pages/PaymentsPage.vue'), 'payments'),
  one('payment', '/payments', () => import('./pages/PaymentPage.vue'), 'payment'),
  page('contracts', '/contracts', () => import('./pages/ContractsPage.vue'), 'contracts'),
  one('contract', '/contracts', () => import('./pages/ContractPage.vue'), 'contract'),
  page('suppliers', '/suppliers', () => import('./pages/SuppliersPage.vue'), 'suppliers'),
  one('supplier', '/suppliers', () => import('./pages/SupplierPage.vue'), 'supplier'),
] as DomainRoutes
