import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/frameworks',
    name: 'frameworks',
    component: () => import('./pages/FrameworksPage.vue'),
    meta: {
      title: 'menu.frameworks',
      permission: 'framework.read',
      menu: { group: 'basis', order: 60, icon: 'list' },
    },
  },
  {
    path: '/frameworks/packages',
    name: 'framework-packages',
    component: () => import('./pages/PackagesPage.vue'),
    meta: { title: 'frameworks.packages.title', permission: 'framework.read' },
  },
  {
    path: '/frameworks/crosswalks',
    name: 'framework-crosswalks',
    component: () => import('./pages/CrosswalksPage.vue'),
    meta: { title: 'frameworks.crosswalks.title', permission: 'framework.read' },
  },
  {
    path: '/frameworks/crosswalks/:id',
    name: 'framework-crosswalk',
    component: () => import('./pages/CrosswalkPage.vue'),
    props: true,
    meta: { title: 'frameworks.crosswalks.one', permission: 'framework.read' },
  },
  {
    path: '/frameworks/profiles',
    name: 'framework-profiles',
    component: () => import('./pages/ProfilesPage.vue'),
    meta: { title: 'frameworks.profiles.title', permission: 'framework.edit' },
  },
  {
    path: '/frameworks/profiles/:id',
    name: 'framework-profile',
    component: () => import('./pages/ProfilePage.vue'),
    props: true,
    meta: { title: 'frameworks.profiles.one', permission: 'framework.edit' },
  },
  {
    path: '/frameworks/:id',
    name: 'framework',
    component: () => import('./pages/FrameworkPage.vue'),
    props: true,
    meta: { title: 'frameworks.one', permission: 'framework.read' },
  },
  {
    path: '/frameworks/:id/history',
    name: 'framework-history',
    component: () => import('./pages/FrameworkPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'history' }),
    meta: { title: 'frameworks.history', permission: 'framework.read' },
  },
  {
    path: '/frameworks/:id/draft',
    name: 'framework-draft',
    component: () => import('./pages/DraftPage.vue'),
    props: true,
    meta: { title: 'frameworks.draft.open', permission: 'framework.read' },
  },
  {
    path: '/frameworks/versions/:id',
    name: 'framework-version',
    component: () => import('./pages/VersionPage.vue'),
    props: true,
    meta: { title: 'frameworks.version.one', permission: 'framework.read' },
  },
  {
    path: '/frameworks/versions/:id/grades',
    name: 'framework-version-grades',
    component: () => import('./pages/VersionPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'grades' }),
    meta: { title: 'frameworks.version.grades', permission: 'framework.read' },
  },
  {
    path: '/frameworks/versions/:id/compare',
    name: 'framework-compare',
    component: () => import('./pages/ComparePage.vue'),
    props: true,
    meta: { title: 'frameworks.compare.title', permission: 'framework.read' },
  },
]

export default routes
