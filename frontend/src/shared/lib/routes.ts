import type { RouteRecordRaw } from 'vue-router'
import type { IconName } from '@/shared/ui/icons'
import type { Permission } from './session'

/** The groups of the main menu in their order; `top` has no heading. */
export const MENU_GROUPS = ['top', 'work', 'oversight', 'basis', 'system'] as const

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the message that names the page in the menu and in the window title. */
    title: string
    /** Without it every person who is logged in may enter. */
    permission?: Permission
    /** Open without log-in and without the shell. */
    public?: true
    /** What it says is among the words that are loaded first (`locales/<language>/early.ts`). */
    early?: true
    menu?: { group: (typeof MENU_GROUPS)[number]; order: number; icon: IconName }
  }
}

/** What `domains/<name>/routes.ts` exports by default; the app finds the file by its name. */
export type DomainRoutes = RouteRecordRaw[]
