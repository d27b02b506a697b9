import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue'

/** What `source` says once it has been quiet for a moment: for questions that are asked while somebody types. */
export function useDebounced<Value>(source: Ref<Value>, quiet = 300): Readonly<Ref<Value>> {
  const settled = ref(source.value) as Ref<Value>
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(source, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (settled.value = now), quiet)
  })
  onScopeDispose(() => clearTimeout(timer))
  return readonly(settled) as Readonly<Ref<Value>>
}
