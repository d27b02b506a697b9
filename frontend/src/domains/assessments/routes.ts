import type { DomainRoutes } from '@/shared/lib/routes'
import { resultRoutes } from './resultRoutes'

const routes: DomainRoutes = [
  {
    path: '/assessments',
    name: 'assessments',
    component: () => import('./pages/CampaignsPage.vue'),
    meta: {
      title: 'menu.assessments',
      permission: 'assessment.read',
      menu: { group: 'work', order: 10, icon: 'scales' },
    },
  },
  {
    path: '/assessments/new',
    name: 'assessment-new',
    component: () => import('./pages/CampaignFormPage.vue'),
    meta: { title: 'assessments.form.new', permission: 'assessment.manage' },
  },
  {
    path: '/assessments/schools/:id',
    name: 'assessment-compare',
    component: () => import('./pages/ComparePage.vue'),
    props: true,
    meta: { title: 'assessmentCompare.title', permission: 'assessment.read' },
  },
  {
    path: '/assessments/:id/settings',
    name: 'assessment-settings',
    component: () => import('./pages/CampaignFormPage.vue'),
    props: true,
    meta: { title: 'assessments.form.edit', permission: 'assessment.manage' },
  },
  {
    path: '/assessments/:id',
    name: 'assessment',
    component: () => import('./pages/CampaignPage.vue'),
    props: true,
    meta: { title: 'assessments.one', permission: 'assessment.read' },
  },
  {
    path: '/assessments/:id/migrate',
    name: 'assessment-migrate',
    component: () => import('./pages/MigratePage.vue'),
    props: true,
    meta: { title: 'assessmentWays.migrate.title', permission: 'assessment.manage' },
  },
  {
    path: '/assessments/:id/schools',
    name: 'assessment-schools',
    component: () => import('./pages/CampaignPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'schools' }),
    meta: { title: 'assessments.tabs.enrolments', permission: 'assessment.read' },
  },
  {
    path: '/assessments/:id/heat-map',
    name: 'assessment-heat',
    component: () => import('./pages/CampaignPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'heat' }),
    meta: { title: 'assessments.tabs.heat', permission: 'assessment.read' },
  },
  {
    path: '/assessments/:id/history',
    name: 'assessment-history',
    component: () => import('./pages/CampaignPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'history' }),
    meta: { title: 'assessments.history', permission: 'assessment.manage' },
  },
  {
    path: '/assessments/enrolments/:id',
    name: 'assessment-enrolment',
    component: () => import('./pages/EnrolmentPage.vue'),
    props: true,
    meta: { title: 'assessmentDesk.title', permission: 'assessment.read' },
  },
  ...resultRoutes,
]
export default routes
