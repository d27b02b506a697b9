import type { DomainRoutes } from '@/shared/lib/routes'

const read = 'complaint.read'
const routes: DomainRoutes = [
  {
    path: '/complaints',
    name: 'complaints',
    component: () => import('./pages/CasesPage.vue'),
    meta: { title: 'menu.complaints', permission: read, menu: { group: 'work', order: 10, icon: 'inbox' } },
  },
  {
    path: '/complaints/clocks',
    name: 'complaint-clocks',
    component: () => import('./pages/ClocksPage.vue'),
    meta: { title: 'complaints.due', permission: read },
  },
  {
    path: '/complaints/supervision',
    name: 'complaint-supervision',
    component: () => import('./pages/ClocksPage.vue'),
    props: { supervised: true },
    meta: {
      title: 'menu.complaintSupervision',
      permission: 'complaint.supervise',
      menu: { group: 'oversight', order: 20, icon: 'inbox' },
    },
  },
  {
    path: '/complaints/board',
    name: 'complaint-board',
    component: () => import('./pages/BoardPage.vue'),
    meta: { title: 'complaints.board.title', permission: 'complaint.lead' },
  },
  {
    path: '/complaints/calendar',
    name: 'complaint-calendar',
    component: () => import('./pages/CalendarPage.vue'),
    meta: { title: 'complaints.calendar', permission: read },
  },
  {
    path: '/complaints/ties',
    name: 'complaint-ties',
    component: () => import('./pages/TiesPage.vue'),
    meta: { title: 'complaints.ties.title', permission: read },
  },
  ...(['clocks', 'matters', 'channels'] as const).map((part) => ({
    path: part === 'clocks' ? '/complaints/settings' : `/complaints/settings/${part}`,
    name: part === 'clocks' ? 'complaint-settings' : `complaint-${part}`,
    component: () => import('./pages/SettingsPage.vue'),
    props: { part },
    meta: { title: 'complaints.settings.title', permission: 'complaint.configure' as const },
  })),
  {
    path: '/complaints/new',
    name: 'complaint-intake',
    component: () => import('./pages/IntakePage.vue'),
    meta: { title: 'complaints.enter', permission: 'complaint.intake' },
  },
  {
    path: '/complaints/statistics',
    name: 'complaint-statistics',
    component: () => import('./pages/StatisticsPage.vue'),
    meta: {
      title: 'menu.complaintStatistics',
      permission: 'complaint.figures',
      menu: { group: 'oversight', order: 25, icon: 'scales' },
    },
  },
  {
    path: '/complaints/identity-requests',
    name: 'identity-requests',
    component: () => import('./pages/IdentitiesPage.vue'),
    props: { own: true },
    meta: { title: 'complaints.myRequests', permission: 'identity.ask' },
  },
  {
    path: '/custody',
    name: 'custody',
    component: () => import('./pages/IdentitiesPage.vue'),
    meta: {
      title: 'menu.custody',
      permission: 'identity.grant',
      menu: { group: 'work', order: 12, icon: 'lock' },
    },
  },
  {
    path: '/complaint-packages',
    name: 'complaint-packages',
    component: () => import('./pages/SentPage.vue'),
    meta: {
      title: 'menu.complaintPackages',
      permission: 'complaint.package',
      menu: { group: 'work', order: 14, icon: 'inbox' },
    },
  },
  {
    path: '/complaint-packages/:id',
    name: 'complaint-package',
    component: () => import('./pages/SentPackagePage.vue'),
    props: true,
    meta: { title: 'complaints.sentTitle', permission: 'complaint.package' },
  },
  {
    path: '/complaints/:id',
    name: 'complaint',
    component: () => import('./pages/CasePage.vue'),
    props: true,
    meta: { title: 'complaints.one', permission: read },
  },
]

export default routes
