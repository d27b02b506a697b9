import { computed } from 'vue'
import { useSession } from '@/shared/lib/session'

/** The unit that a person looks at when none is chosen: where their first post is. */
export function useOwnUnit() {
  const session = useSession()
  return computed(() => session.current?.grants[0]?.unit.id ?? '')
}
