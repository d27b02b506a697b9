import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/disclosures',
    name: 'notices',
    component: () => import('./pages/NoticesPage.vue'),
    meta: {
      title: 'menu.notices',
      permission: 'disclosure.read',
      menu: { group: 'work', order: 40, icon: 'book' },
    },
  },
  {
    path: '/disclosures/new',
    name: 'notice-new',
    component: () => import('./pages/NoticeNewPage.vue'),
    meta: { title: 'disclosures.new', permission: 'disclosure.edit' },
  },
  {
    path: '/disclosures/objections',
    name: 'objections',
    component: () => import('./pages/ObjectionsPage.vue'),
    meta: { title: 'disclosures.objections.title', permission: 'disclosure.edit' },
  },
  {
    path: '/disclosures/:id',
    name: 'notice',
    component: () => import('./pages/NoticePage.vue'),
    props: true,
    meta: { title: 'disclosures.notice', permission: 'disclosure.read' },
  },
  {
    path: '/disclosures/:id/history',
    name: 'notice-history',
    component: () => import('./pages/NoticePage.vue'),
    props: ({ params }) => ({ id: params.id, tab: 'history' }),
    meta: { title: 'disclosures.history', permission: 'disclosure.read' },
  },
]

export default routes
