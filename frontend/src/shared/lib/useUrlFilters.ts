import { computed, reactive } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Filters of a page that live in its URL, as text: back, reload and a copied link show the same. */
export function useUrlFilters<Name extends string>(names: readonly Name[]) {
  const route = useRoute()
  const router = useRouter()
  const read = (name: Name) => String(route.query[name] ?? '')

  /** Several at once, where one change asks for another. */
  function apply(change: Partial<Record<Name, string>>) {
    const now = Object.entries({ ...route.query, ...change }).filter(([, value]) => value)
    return router.replace({ query: Object.fromEntries(now) as Record<string, string> })
  }
  const one = (name: Name) =>
    computed({
      get: () => read(name),
      set: (value) => apply({ [name]: value ?? '' } as Partial<Record<Name, string>>),
    })
  return {
    filters: reactive(Object.fromEntries(names.map((name) => [name, one(name)]))) as unknown as Record<Name, string>,
    filtered: computed(() => names.some((name) => read(name))),
    apply,
    clear: () => apply(Object.fromEntries(names.map((name) => [name, ''])) as Record<Name, string>),
  }
}
