import { ref } from 'vue'

/** Whether the words of every page are there; until then, those of the log-in, the frame and the overview. */
export const worded = ref(false)
