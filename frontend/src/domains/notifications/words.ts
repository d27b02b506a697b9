import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useSession } from '@/shared/lib/session'
import type { Notification } from './api'
import { pageOf } from './rules'

/** What notifications say, in the language in force; a kind without words is shown as it is. */
export function useNotificationWords() {
  const { t, te } = useI18n()
  const router = useRouter()
  const session = useSession()

  function word(path: string, params: Record<string, string> = {}): string | undefined {
    return te(path) ? t(path, params) : undefined
  }
  /** Jobs are called by their kind, which has a name of its own in each language. */
  function label({ object }: Notification): string | undefined {
    return object.label === null ? undefined : (word(`notifications.jobs.${object.label}`) ?? object.label)
  }
  function said(item: Notification): string {
    const kind = `notifications.kinds.${item.kind}`
    const named = label(item)
    return (named ? word(`${kind}.said`, { label: named }) : word(`${kind}.unnamed`)) ?? item.kind
  }
  /** For those who may open it. */
  function page(item: Notification) {
    const to = pageOf(item)
    if (!to || !router.hasRoute((to as { name: string }).name)) return undefined
    return session.can(router.resolve(to).meta.permission) ? to : undefined
  }
  return { said, page, title: (kind: string) => word(`notifications.kinds.${kind}.title`) ?? kind }
}
