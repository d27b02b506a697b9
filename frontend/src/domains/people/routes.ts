import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/people',
    name: 'people',
    component: () => import('./pages/PeoplePage.vue'),
    meta: { title: 'menu.people', permission: 'person.read', menu: { group: 'basis', order: 25, icon: 'people' } },
  },
  {
    path: '/people/posts',
    name: 'posts',
    component: () => import('./pages/PostsPage.vue'),
    meta: { title: 'people.posts.title', permission: 'person.read' },
  },
  {
    path: '/people/terms',
    name: 'post-terms',
    component: () => import('./pages/TermsPage.vue'),
    meta: { title: 'people.terms.title', permission: 'person.read' },
  },
  {
    path: '/people/committees',
    name: 'committees',
    component: () => import('./pages/CommitteesPage.vue'),
    meta: { title: 'people.committees.title', permission: 'person.read' },
  },
  {
    path: '/people/committees/:id',
    name: 'committee',
    component: () => import('./pages/CommitteePage.vue'),
    props: true,
    meta: { title: 'people.committees.one', permission: 'person.read' },
  },
  {
    path: '/people/duplicates',
    name: 'duplicates',
    component: () => import('./pages/DuplicatesPage.vue'),
    meta: { title: 'people.duplicates.title', permission: 'person.manage' },
  },
  {
    path: '/people/:id',
    name: 'person',
    component: () => import('./pages/PersonPage.vue'),
    props: true,
    meta: { title: 'people.one', permission: 'person.read' },
  },
  {
    path: '/people/:id/history',
    name: 'person-history',
    component: () => import('./pages/PersonPage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'history' }),
    meta: { title: 'people.history', permission: 'person.read' },
  },
]

export default routes
