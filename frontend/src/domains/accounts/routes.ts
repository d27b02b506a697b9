import type { DomainRoutes } from '@/shared/lib/routes'

const routes: DomainRoutes = [
  {
    path: '/login',
    name: 'login',
    component: () => import('./pages/LoginPage.vue'),
    meta: { title: 'accounts.login.title', public: true, early: true },
  },
  {
    path: '/password',
    name: 'password',
    component: () => import('./pages/PasswordPage.vue'),
    meta: { title: 'accounts.password.title' },
  },
  {
    path: '/invitation',
    name: 'invitation',
    component: () => import('./pages/InvitationPage.vue'),
    meta: { title: 'accounts.invitation.title', public: true },
  },
  {
    path: '/security',
    name: 'security',
    component: () => import('./pages/SecurityPage.vue'),
    meta: { title: 'accounts.security.title' },
  },
  {
    path: '/clients',
    name: 'clients',
    component: () => import('./pages/ClientsPage.vue'),
    meta: {
      title: 'menu.clients',
      permission: 'account.read',
      menu: { group: 'system', order: 25, icon: 'chain' },
    },
  },
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('./pages/AccountsPage.vue'),
    meta: {
      title: 'menu.accounts',
      permission: 'account.read',
      menu: { group: 'system', order: 10, icon: 'person' },
    },
  },
  {
    path: '/accounts/:id',
    name: 'account',
    component: () => import('./pages/AccountPage.vue'),
    props: true,
    meta: { title: 'accounts.one', permission: 'account.read' },
  },
  {
    path: '/roles',
    name: 'roles',
    component: () => import('./pages/RolesPage.vue'),
    meta: {
      title: 'menu.roles',
      permission: 'account.read',
      menu: { group: 'system', order: 20, icon: 'lock' },
    },
  },
]

export default routes
