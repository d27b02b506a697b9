import type { RouteLocation } from 'vue-router'
import type { DomainRoutes } from '@/shared/lib/routes'
import { policyRoutes } from './policyRoutes'
import { recordRoutes } from './recordRoutes'

const read = 'decision.read'
const routes: DomainRoutes = [
  ...recordRoutes,
  ...policyRoutes,
  {
    path: '/meetings',
    name: 'meetings',
    component: () => import('./pages/MeetingsPage.vue'),
    meta: { title: 'menu.meetings', permission: read, menu: { group: 'work', order: 50, icon: 'hall' } },
  },
  {
    path: '/meetings/team',
    name: 'meeting-team',
    component: () => import('./pages/MeetingTeamPage.vue'),
    meta: { title: 'decisions.team.title', permission: read },
  },
  {
    path: '/meetings/:id',
    name: 'meeting',
    component: () => import('./pages/MeetingPage.vue'),
    props: true,
    meta: { title: 'decisions.meeting', permission: read },
  },
  ...(['editions', 'history'] as const).map((tab) => ({
    path: `/meetings/:id/${tab}`,
    name: `meeting-${tab}`,
    component: () => import('./pages/MeetingPage.vue'),
    props: ({ params }: RouteLocation) => ({ id: String(params.id), tab }),
    meta: { title: `decisions.tabs.${tab}`, permission: read } as const,
  })),
]

export default routes
