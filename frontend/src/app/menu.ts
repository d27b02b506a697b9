import type { RouteRecordNormalized } from 'vue-router'
import { MENU_GROUPS } from '@/shared/lib/routes'
import type { Permission } from '@/shared/lib/session'
import type { IconName } from '@/shared/ui/icons'

export interface MenuEntry {
  name: string
  title: string
  icon: IconName
}
export interface MenuGroup {
  group: (typeof MENU_GROUPS)[number]
  entries: MenuEntry[]
}

/** The pages a person may open, in the order of the menu; a group without a page is left out. */
export function menuOf(
  routes: Pick<RouteRecordNormalized, 'name' | 'meta'>[],
  can: (permission: Permission | undefined) => boolean,
): MenuGroup[] {
  const open = routes.filter((route) => route.meta.menu && can(route.meta.permission))
  return MENU_GROUPS.map((group) => ({
    group,
    entries: open
      .filter((route) => route.meta.menu?.group === group)
      .sort((a, b) => (a.meta.menu?.order ?? 0) - (b.meta.menu?.order ?? 0))
      .map((route) => ({ name: String(route.name), title: route.meta.title, icon: route.meta.menu?.icon ?? 'list' })),
  })).filter(({ entries }) => entries.length)
}
