import type { DomainRoutes } from '@/shared/lib/routes'

const read = 'check.read'
const routes: DomainRoutes = [
  {
    path: '/findings',
    name: 'findings',
    component: () => import('./pages/FindingsPage.vue'),
    meta: { title: 'menu.findings', permission: read, menu: { group: 'oversight', order: 10, icon: 'warning' } },
  },
  {
    path: '/findings/:id',
    name: 'finding',
    component: () => import('./pages/FindingPage.vue'),
    props: true,
    meta: { title: 'checks.finding', permission: read },
  },
  {
    path: '/checks/schools',
    name: 'check-matrix',
    component: () => import('./pages/MatrixPage.vue'),
    meta: { title: 'checks.matrix.title', permission: read },
  },
  {
    path: '/checks/schools/:id',
    name: 'school-checks',
    component: () => import('./pages/SchoolPage.vue'),
    props: true,
    meta: { title: 'checks.school.title', permission: read },
  },
  {
    path: '/checks/splitting',
    name: 'splitting',
    component: () => import('./pages/SplitsPage.vue'),
    meta: { title: 'checks.splits.title', permission: read },
  },
  {
    path: '/checks/suppliers',
    name: 'supplier-concentration',
    component: () => import('./pages/ConcentrationPage.vue'),
    meta: { title: 'checks.shares.title', permission: read },
  },
  {
    path: '/checks/hugging',
    name: 'threshold-hugging',
    component: () => import('./pages/HuggingPage.vue'),
    meta: { title: 'checks.hugging.title', permission: read },
  },
  {
    path: '/check-rules',
    name: 'check-rules',
    component: () => import('./pages/RulesPage.vue'),
    meta: { title: 'menu.checkRules', permission: read, menu: { group: 'oversight', order: 15, icon: 'book' } },
  },
  {
    path: '/check-rules/:id',
    name: 'check-rule',
    component: () => import('./pages/RulePage.vue'),
    props: true,
    meta: { title: 'checks.rules.one', permission: read },
  },
]

export default routes
