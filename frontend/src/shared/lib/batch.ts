import { reactive, ref } from 'vue'

/** What the server says of several rows that it was asked to change together: how many it did, and which it refused. */
export interface BatchAnswer {
  done: number
  refused: { id: string; errors: { message: string }[] }[]
}

/**
 * Several rows changed by one request, where one that is refused keeps no other back. `run` sends those that are not
 * done yet: a second try is for what was refused the first time.
 */
export function useBatch<Row extends { id: string }>(rows: () => readonly Row[]) {
  const done = ref<string[]>([])
  const refused = ref<{ id: string; why: string }[]>([])
  function reset() {
    done.value = []
    refused.value = []
  }
  async function run(send: (rows: Row[]) => Promise<BatchAnswer>): Promise<number> {
    const left = rows().filter(({ id }) => !done.value.includes(id))
    if (!left.length) return 0
    const answer = await send(left)
    refused.value = answer.refused.map(({ id, errors }) => ({ id, why: errors.map((one) => one.message).join(' ') }))
    const not = answer.refused.map(({ id }) => id)
    done.value.push(...left.map(({ id }) => id).filter((id) => !not.includes(id)))
    return answer.done
  }
  return reactive({ done, refused, reset, run })
}
