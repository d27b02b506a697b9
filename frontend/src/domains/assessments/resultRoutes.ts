import type { DomainRoutes } from '@/shared/lib/routes'

const read = 'assessment.read'
const results = 'assessment.results'
const page = () => import('./pages/ResultsPage.vue')
const tab = (name: string, path: string, permission: 'assessment.read' | 'assessment.manage') => ({
  path: `/assessments/:id/results/${path}`,
  name: `assessment-${name}`,
  component: page,
  props: ({ params }: { params: Record<string, unknown> }) => ({ id: params.id, tab: name }),
  meta: { title: `results.tabs.${name}`, permission },
})

/** What assessments come to: of a campaign, of a school, and what stays of all of them. */
export const resultRoutes: DomainRoutes = [
  {
    path: '/assessments/:id/results',
    name: 'assessment-results',
    component: page,
    props: true,
    meta: { title: 'results.title', permission: read },
  },
  tab('moderation', 'moderation', 'assessment.manage'),
  tab('adjustments', 'adjustments', read),
  tab('publicity', 'publicity', read),
  tab('gaps', 'gaps', read),
  tab('difficulty', 'difficulty', read),
  {
    path: '/assessments/enrolments/:id/result',
    name: 'assessment-result',
    component: () => import('./pages/SchoolResultPage.vue'),
    props: true,
    meta: { title: 'results.one', permission: read },
  },
  {
    path: '/assessments/appeals/:id',
    name: 'assessment-appeal',
    component: () => import('./pages/AppealPage.vue'),
    props: true,
    meta: { title: 'results.appeal.one', permission: read },
  },
  {
    path: '/outcomes',
    name: 'outcomes',
    component: () => import('./pages/OutcomesPage.vue'),
    meta: { title: 'menu.outcomes', permission: results, menu: { group: 'work', order: 20, icon: 'award' } },
  },
  {
    path: '/outcomes/awards',
    name: 'awards',
    component: () => import('./pages/AwardsPage.vue'),
    meta: { title: 'results.awards.title', permission: results },
  },
  {
    path: '/outcomes/awards/:id',
    name: 'award',
    component: () => import('./pages/AwardPage.vue'),
    props: true,
    meta: { title: 'results.awards.award', permission: results },
  },
  {
    path: '/outcomes/:id',
    name: 'outcome',
    component: () => import('./pages/OutcomePage.vue'),
    props: true,
    meta: { title: 'results.outcomes.one', permission: results },
  },
]
