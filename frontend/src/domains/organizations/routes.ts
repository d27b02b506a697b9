import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/schools',
    name: 'schools',
    component: () => import('./pages/SchoolsPage.vue'),
    meta: {
      title: 'menu.schools',
      permission: 'school.read',
      menu: { group: 'basis', order: 10, icon: 'school' },
    },
  },
  {
    path: '/schools/new',
    name: 'school-new',
    component: () => import('./pages/SchoolNewPage.vue'),
    meta: { title: 'organizations.form.newTitle', permission: 'school.create' },
  },
  {
    path: '/schools/merge',
    name: 'schools-merge',
    component: () => import('./pages/MergePage.vue'),
    meta: { title: 'restructuring.merge.title', permission: 'unit.restructure' },
  },
  {
    path: '/schools/:id',
    name: 'school',
    component: () => import('./pages/SchoolPage.vue'),
    props: true,
    meta: { title: 'organizations.school.title', permission: 'school.read' },
  },
  {
    path: '/schools/:id/history',
    name: 'school-history',
    component: () => import('./pages/SchoolPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'history' }),
    meta: { title: 'organizations.school.history', permission: 'school.read' },
  },
  {
    path: '/schools/:id/past',
    name: 'school-past',
    component: () => import('./pages/SchoolPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'past' }),
    meta: { title: 'restructuring.past.title', permission: 'school.read' },
  },
  {
    path: '/schools/:id/split',
    name: 'school-split',
    component: () => import('./pages/SplitPage.vue'),
    props: true,
    meta: { title: 'restructuring.split.title', permission: 'unit.restructure' },
  },
  {
    path: '/schools/:id/edit',
    name: 'school-edit',
    component: () => import('./pages/SchoolEditPage.vue'),
    props: true,
    meta: { title: 'organizations.form.editTitle', permission: 'school.update' },
  },
  {
    path: '/school-groups',
    name: 'school-groups',
    component: () => import('./pages/GroupsPage.vue'),
    meta: {
      title: 'menu.schoolGroups',
      permission: 'school.read',
      menu: { group: 'basis', order: 15, icon: 'chain' },
    },
  },
  {
    path: '/school-groups/:id',
    name: 'school-group',
    component: () => import('./pages/GroupPage.vue'),
    props: true,
    meta: { title: 'groups.one', permission: 'school.read' },
  },
  {
    path: '/units/:id/merge',
    name: 'units-merge',
    component: () => import('./pages/UnitMergePage.vue'),
    props: true,
    meta: { title: 'restructuring.unitMerge.title', permission: 'unit.restructure' },
  },
  {
    path: '/units/:id?',
    name: 'units',
    component: () => import('./pages/UnitsPage.vue'),
    props: true,
    meta: {
      title: 'menu.units',
      permission: 'unit.read',
      menu: { group: 'basis', order: 20, icon: 'tree' },
    },
  },
]

export default routes
