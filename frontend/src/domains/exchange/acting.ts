import { useQueryClient } from '@tanstack/vue-query'
import { ref, shallowRef } from 'vue'
import { Problem } from '@/client/problem'
import { say } from '@/shared/lib/toast'
import type { Import } from './types'

/** One thing at a time done to an import: what came of it is what the page shows next, a refusal is kept to be shown. */
export function useActing(id: () => string) {
  const queries = useQueryClient()
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)

  function took(one: Import) {
    queries.setQueryData(['imports', 'one', id()], one)
    queries.invalidateQueries({ queryKey: ['imports', 'list'] })
    queries.invalidateQueries({ queryKey: ['imports', 'errors', id()] })
    queries.invalidateQueries({ queryKey: ['events', 'imports', id()] })
  }
  /** True when it was done. */
  async function act(run: () => Promise<Import>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      took(await run())
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problem.value = error
      // Somebody else was faster: what they made of it has to be seen first.
      if (error.status === 409 || error.status === 412)
        queries.invalidateQueries({ queryKey: ['imports', 'one', id()] })
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, act, took }
}

/** Does something beside the page's own course; a refusal, or a line that is down, is said. True when it was done. */
export async function told(run: () => unknown, t: (key: string) => string): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    say(error.message || t('shared.offline'))
    return false
  }
}
