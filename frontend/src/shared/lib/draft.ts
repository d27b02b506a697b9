import { ref, watch } from 'vue'

/**
 * Keeps what is typed in this tab, so that a reload or a lost connection loses nothing. `restored` says that the
 * values given here were replaced by those of last time.
 */
export function useDraft<Content extends object>(
  key: string,
  content: () => Content,
  restore: (kept: Content) => void,
) {
  const name = `draft:${key}`
  const kept = sessionStorage.getItem(name)
  const restored = ref(kept !== null)
  if (kept !== null) restore(JSON.parse(kept) as Content)

  watch(content, (now) => sessionStorage.setItem(name, JSON.stringify(now)), { deep: true })

  /** Saved or dropped: nothing is kept any longer. */
  function forget() {
    sessionStorage.removeItem(name)
    restored.value = false
  }
  return { restored, forget }
}
