import { useRouter, type RouteLocationRaw } from 'vue-router'
import type { Schemas } from '@/client/api'
import { useSession } from '@/shared/lib/session'

/** The pages of records, for those who may open them; a record of a domain without pages leads nowhere. */
export function useRecordPages() {
  const router = useRouter()
  const session = useSession()
  function named(name: string, id: string): RouteLocationRaw | undefined {
    if (!router.hasRoute(name)) return undefined
    const to = { name, params: { id } }
    return session.can(router.resolve(to).meta.permission) ? to : undefined
  }
  return {
    named,
    of: ({ page }: Pick<Schemas['CheckedRecord'], 'page'>) => (page ? named(page.type, page.id) : undefined),
  }
}
