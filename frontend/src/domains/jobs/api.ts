import { api, body } from '@/client/api'
import type { Job } from '@/shared/lib/jobs'

export type Scope = 'own' | 'all'

export const listJobs = (scope: Scope, cursor: string | undefined) =>
  body(api.GET('/api/v1/jobs', { params: { query: { scope, cursor, limit: 50 } } })) as Promise<{
    items: Job[]
    next_cursor: string | null
  }>
