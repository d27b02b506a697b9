import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import type { Permission } from '@/shared/lib/session'

interface Visitor {
  loggedIn: boolean
  mustChange: boolean
  mustEnrol: boolean
  can: (permission: Permission | undefined) => boolean
  /** The first page of the visitor's menu. */
  firstPage: () => string | undefined
}

/** Where a visitor who asks for `to` ends: there (true) or elsewhere. */
export function decide(
  to: Pick<RouteLocationNormalized, 'name' | 'meta' | 'fullPath'>,
  visitor: Visitor,
): RouteLocationRaw | true {
  if (!visitor.loggedIn) {
    if (to.meta.public) return true
    return { name: 'login', query: to.name === 'home' ? {} : { next: to.fullPath } }
  }
  if (visitor.mustChange) return to.name === 'password' ? true : { name: 'password' }
  if (visitor.mustEnrol && to.name !== 'password') return to.name === 'security' ? true : { name: 'security' }
  // An invitation may be opened in the browser of somebody who is logged in.
  if (to.meta.public) return to.name === 'login' ? { name: 'home' } : true
  if (to.name === 'home') {
    const name = visitor.firstPage()
    return name ? { name } : true
  }
  return visitor.can(to.meta.permission) || { name: 'forbidden' }
}
