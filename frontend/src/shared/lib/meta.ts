import { shallowRef } from 'vue'
import { api, body, type Schemas } from '@/client/api'

/** Name, version and bureau of this deployment; the same for everybody, known before log-in. */
export const meta = shallowRef<Schemas['Meta'] | null>(null)

export async function loadMeta(): Promise<void> {
  meta.value = await body(api.GET('/api/v1/meta'))
}
