import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/schools',
    name: 'schools',
    component: () => import('./pages/SchoolsPage.vue'),
    meta: {
      title: 'organizations.schools.title',
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
    path: '/schools/:id/edit',
    name: 'school-edit',
    component: () => import('./pages/SchoolEditPage.vue'),
    props: true,
    meta: { title: 'organizations.form.editTitle', permission: 'school.update' },
  },
  {
    path: '/units/:id?',
    name: 'units',
    component: () => import('./pages/UnitsPage.vue'),
    props: true,
    meta: {
      title: 'organizations.units.title',
      permission: 'unit.read',
      menu: { group: 'basis', order: 20, icon: 'tree' },
    },
  },
]

export default routes
