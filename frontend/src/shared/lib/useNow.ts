import { onBeforeUnmount, ref } from 'vue'

/** The present instant in milliseconds, once a second, as long as the component lives. */
export function useNow() {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 1000)
  onBeforeUnmount(() => clearInterval(timer))
  return now
}
