import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import '@/shared/styles/tokens.css'
import './portal.css'
import './reporting.css'
import Portal from './Portal.vue'
import ChildPage from './pages/ChildPage.vue'
import FollowPage from './pages/FollowPage.vue'
import ListPage from './pages/ListPage.vue'
import NoticePage from './pages/NoticePage.vue'
import ObjectionPage from './pages/ObjectionPage.vue'
import ReportPage from './pages/ReportPage.vue'
import StartPage from './pages/StartPage.vue'
import { language } from './words'

const dark = matchMedia('(prefers-color-scheme: dark)')
const shade = () => document.documentElement.classList.toggle('dark', dark.matches)
shade()
dark.addEventListener('change', shade)
document.documentElement.lang = language.locale

const router = createRouter({
  history: createWebHistory('/portal/'),
  routes: [
    { path: '/', component: StartPage },
    { path: '/report', component: ReportPage },
    { path: '/child', component: ChildPage },
    { path: '/follow', component: FollowPage },
    { path: '/notices', component: ListPage },
    { path: '/notices/:number', component: NoticePage, props: true },
    { path: '/notices/:number/editions/:edition', component: NoticePage, props: true },
    { path: '/notices/:number/object', component: ObjectionPage, props: true },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})
createApp(Portal).use(router).mount('#portal')
