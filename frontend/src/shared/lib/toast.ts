import { shallowRef } from 'vue'

export interface Toast {
  text: string
  undo?: () => unknown
}

/** One message at a time; a newer one replaces it. */
export const toast = shallowRef<Toast | null>(null)

/** Says what was done. What can be undone is done at once, and `undo` offers the way back for eight seconds. */
export function say(text: string, undo?: Toast['undo']): void {
  toast.value = { text, undo }
}
