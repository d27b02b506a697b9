import type { DomainRoutes } from '@/shared/lib/routes'

const read = 'rectification.read'
const routes: DomainRoutes = [
  {
    path: '/rectifications',
    name: 'rectifications',
    component: () => import('./pages/BoardPage.vue'),
    meta: { title: 'menu.rectifications', permission: read, menu: { group: 'work', order: 30, icon: 'check' } },
  },
  {
    path: '/rectifications/problems',
    name: 'rectification-problems',
    component: () => import('./pages/ProblemsPage.vue'),
    meta: { title: 'rectifications.list', permission: read },
  },
  {
    path: '/rectifications/calendar',
    name: 'rectification-calendar',
    component: () => import('./pages/CalendarPage.vue'),
    meta: { title: 'rectifications.calendar.title', permission: read },
  },
  {
    path: '/rectifications/tasks',
    name: 'rectification-tasks',
    component: () => import('./pages/TasksPage.vue'),
    meta: { title: 'rectificationFigures.tasks.page', permission: read },
  },
  {
    path: '/rectifications/rates',
    name: 'rectification-rates',
    component: () => import('./pages/RatesPage.vue'),
    meta: { title: 'rectificationFigures.rates.title', permission: read },
  },
  {
    path: '/rectifications/problems/:id',
    name: 'rectification',
    component: () => import('./pages/ProblemPage.vue'),
    props: true,
    meta: { title: 'rectifications.problem', permission: read },
  },
  {
    path: '/rectifications/campaigns',
    name: 'rectification-campaigns',
    component: () => import('./pages/CampaignsPage.vue'),
    meta: { title: 'rectifications.campaigns.title', permission: read },
  },
  {
    path: '/rectifications/campaigns/new',
    name: 'rectification-campaign-new',
    component: () => import('./pages/CampaignNewPage.vue'),
    meta: { title: 'rectifications.campaigns.new', permission: 'rectification.manage' },
  },
  {
    path: '/rectifications/campaigns/:id',
    name: 'rectification-campaign',
    component: () => import('./pages/CampaignPage.vue'),
    props: true,
    meta: { title: 'rectifications.campaigns.one', permission: read },
  },
  {
    path: '/rectifications/campaign-places/:id',
    name: 'rectification-place',
    component: () => import('./pages/PlacePage.vue'),
    props: true,
    meta: { title: 'rectifications.places.one', permission: read },
  },
  {
    path: '/accountability',
    name: 'accountability',
    component: () => import('./pages/ActionsPage.vue'),
    meta: {
      title: 'menu.accountability',
      permission: 'accountability.read',
      menu: { group: 'oversight', order: 30, icon: 'shield' },
    },
  },
  {
    path: '/accountability/:id',
    name: 'accountability-action',
    component: () => import('./pages/ActionPage.vue'),
    props: true,
    meta: { title: 'rectifications.actions.one', permission: 'accountability.read' },
  },
]

export default routes
