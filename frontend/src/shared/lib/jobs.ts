import { useQuery } from '@tanstack/vue-query'
import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { api, apiUrl, body, type Schemas } from '@/client/api'

export type Job = Schemas['JobOut']
export type ExportIn = Schemas['ExportIn']

const PAUSE = 1_000

export const isAtWork = (job: Pick<Job, 'state'>) => job.state === 'queued' || job.state === 'running'

/** The share done, 0 to 1; null while nobody knows how much there is. */
export function share(job: Pick<Job, 'done' | 'total'>): number | null {
  return job.total ? Math.min(1, job.done / job.total) : null
}

/** Seconds still to go at the pace so far; null in the first two seconds, when a pace says little. */
export function secondsLeft(job: Pick<Job, 'done' | 'total' | 'started_at'>, now: number): number | null {
  if (!job.started_at || !job.total || !job.done) return null
  const elapsed = (now - Date.parse(job.started_at)) / 1000
  return elapsed < 2 ? null : Math.ceil((elapsed * (job.total - job.done)) / job.done)
}

export const getJob = (job_id: string) => body(api.GET('/api/v1/jobs/{job_id}', { params: { path: { job_id } } }))
export const cancelJob = (job_id: string) =>
  body(api.POST('/api/v1/jobs/{job_id}:cancel', { params: { path: { job_id } } }))
export const startExport = (asked: Omit<ExportIn, 'filter'> & { filter: object }) =>
  body(api.POST('/api/v1/exports', { body: asked as ExportIn }))

/** Fetches the file of a job as the browser does; it is large, and the page goes on. */
export function download(job: Pick<Job, 'id'>): void {
  const link = document.createElement('a')
  link.href = apiUrl(`/api/v1/jobs/${job.id}/output`)
  link.download = ''
  link.click()
}

/** A job that is asked about every second until it has ended. */
export const useJob = (id: MaybeRefOrGetter<string | undefined>, known?: Job) =>
  useQuery({
    queryKey: computed(() => ['jobs', 'one', toValue(id)]),
    queryFn: () => getJob(String(toValue(id))),
    enabled: computed(() => !!toValue(id)),
    initialData: known,
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? PAUSE : false),
  })

/** The job that a page shows, by its id: leaving the page and coming back, or loading it anew, finds it again. */
export function useShownJob(page: string) {
  const key = `job.${page}`
  const id = ref<string | undefined>(sessionStorage.getItem(key) ?? undefined)
  watch(id, (now) => (now ? sessionStorage.setItem(key, now) : sessionStorage.removeItem(key)))
  return id
}
