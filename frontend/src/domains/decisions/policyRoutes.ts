import type { DomainRoutes } from '@/shared/lib/routes'

const read = 'decision.read'
export const policyRoutes: DomainRoutes = [
  {
    path: '/matters',
    name: 'matters',
    component: () => import('./pages/MattersPage.vue'),
    meta: { title: 'menu.matters', permission: read, menu: { group: 'basis', order: 61, icon: 'shield' } },
  },
  {
    path: '/policies',
    name: 'policies',
    component: () => import('./pages/PoliciesPage.vue'),
    meta: { title: 'menu.policies', permission: read, menu: { group: 'basis', order: 60, icon: 'scales' } },
  },
  {
    path: '/policies/new',
    name: 'policy-new',
    component: () => import('./pages/PolicyEditPage.vue'),
    meta: { title: 'decisionPolicies.new', permission: 'decision.policy' },
  },
  {
    path: '/policies/:id',
    name: 'policy',
    component: () => import('./pages/PolicyPage.vue'),
    props: true,
    meta: { title: 'decisionPolicies.one', permission: read },
  },
  {
    path: '/policies/:id/edit',
    name: 'policy-edit',
    component: () => import('./pages/PolicyEditPage.vue'),
    props: true,
    meta: { title: 'decisionPolicies.edit', permission: 'decision.policy' },
  },
]
