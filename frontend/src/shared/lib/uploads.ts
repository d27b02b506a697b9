import { computed, onScopeDispose, reactive } from 'vue'
import { api, body, type Schemas } from '@/client/api'
import { Problem } from '@/client/problem'
import { transfer } from '@/client/transfer'
import { faultOf, memoryOf, type Fault, type Purpose } from './uploadRules'

type StoredFile = Schemas['FileOut']
export interface UploadItem {
  key: number
  name: string
  size: number
  sent: number
  state: 'waiting' | 'sending' | 'paused' | 'lost' | 'checking' | 'done' | 'failed'
  /** What the server, or this page, has against it. */
  fault: string
  fileId: string | null
}

const ROOT = '/api/v1'
const PAUSES = [2_000, 4_000, 8_000, 15_000, 30_000]

/**
 * A queue of uploads, one at a time: a slow line is not shared. Small files go in one request; large ones in parts,
 * which go on where the server stands after a broken line, a pause, or a page that was closed.
 */
export function useUploads(options: {
  purpose: () => Purpose | undefined
  describe: (fault: Fault, file: File) => string
}) {
  const items = reactive<UploadItem[]>([])
  const files = new Map<number, File>()
  let next = 0
  let current: AbortController | null = null
  let wake: (() => void) | null = null

  function add(chosen: Iterable<File>) {
    const purpose = options.purpose()
    if (!purpose) return
    for (const file of chosen) {
      const key = (next += 1)
      const fault = faultOf(file, purpose)
      files.set(key, file)
      items.push({
        key,
        name: file.name.normalize('NFC'),
        size: file.size,
        sent: 0,
        state: fault ? 'failed' : 'waiting',
        fault: fault ? options.describe(fault, file) : '',
        fileId: null,
      })
    }
    void work()
  }

  async function work() {
    if (current) return
    const item = items.find(({ state }) => state === 'waiting')
    if (!item) return
    current = new AbortController()
    await send(item, current.signal)
    current = null
    void work()
  }

  /** Until it is there, refused, or stopped; a line that breaks is waited for. */
  async function send(item: UploadItem, signal: AbortSignal) {
    for (let failures = 0; ; failures += 1) {
      item.state = 'sending'
      const before = item.sent
      try {
        item.fileId = (await sendOnce(item, signal)).id
        item.state = 'done'
        return
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof Problem)) throw error
        const passing = error.code === 'network' || error.status >= 502 || error.code === 'upload.offset_mismatch'
        if (!passing) return fail(item, error)
        if (item.sent > before) failures = 0
        item.state = 'lost'
        await rest(PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 0, signal)
        if (signal.aborted) return
      }
    }
  }

  function fail(item: UploadItem, problem: Problem) {
    item.state = 'failed'
    item.fault = problem.faults[0]?.message || problem.message
    forget(item)
  }

  /** Some seconds, or until the line is back or somebody asks. */
  function rest(pause: number, signal: AbortSignal) {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      addEventListener('online', wake, { once: true })
      signal.addEventListener('abort', wake, { once: true })
    })
  }

  async function sendOnce(item: UploadItem, signal: AbortSignal): Promise<StoredFile> {
    const file = files.get(item.key) as File
    const purpose = options.purpose() as Purpose
    const progress = (start: number) => (sent: number) => (item.sent = Math.min(start + sent, item.size))
    if (item.size <= purpose.one_shot) {
      const query = new URLSearchParams({ purpose: purpose.name, name: item.name })
      const headers = { 'Content-Type': 'application/octet-stream' }
      const answer = await transfer('POST', `${ROOT}/files?${query}`, file, { headers, signal, progress: progress(0) })
      return answer.json() as StoredFile
    }
    const upload = await resume(item, file, purpose)
    if (!upload.file_id) {
      let offset = (item.sent = upload.offset)
      while (offset < item.size) {
        const part = file.slice(offset, offset + (upload.chunk_size ?? purpose.chunk_size))
        const headers = { 'Content-Type': 'application/partial-upload', 'Upload-Offset': String(offset) }
        const path = `${ROOT}/uploads/${upload.id}`
        const answer = await transfer('PATCH', path, part, { headers, signal, progress: progress(offset) })
        offset = item.sent = Number(answer.header('Upload-Offset')) || offset + part.size
      }
    }
    item.state = 'checking'
    const answer = await transfer('POST', `${ROOT}/uploads/${upload.id}:complete`, null, { signal })
    forget(item)
    return answer.json() as StoredFile
  }

  /** The upload of this file that was begun before, or a new one. */
  async function resume(item: UploadItem, file: File, purpose: Purpose) {
    const memory = memoryOf(purpose.name, file)
    const known = localStorage.getItem(memory)
    if (known) {
      try {
        const path = { upload_id: known }
        return await body(api.GET('/api/v1/uploads/{upload_id}', { params: { path } }))
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 404) throw error
      }
    }
    const wanted = { purpose: purpose.name, name: item.name, size: item.size }
    const upload = await body(api.POST('/api/v1/uploads', { body: wanted }))
    localStorage.setItem(memory, upload.id)
    return upload
  }

  function forget(item: UploadItem) {
    const file = files.get(item.key)
    if (file) localStorage.removeItem(memoryOf(options.purpose()?.name ?? '', file))
  }

  const stop = (item: UploadItem) => {
    if (['sending', 'lost', 'checking'].includes(item.state)) current?.abort()
  }
  function pause(item: UploadItem) {
    stop(item)
    item.state = 'paused'
  }
  /** Go on at once, from where the server stands. */
  function goOn(item: UploadItem) {
    if (item.state === 'lost') return wake?.()
    item.state = 'waiting'
    item.fault = ''
    void work()
  }
  function remove(item: UploadItem) {
    stop(item)
    files.delete(item.key)
    items.splice(items.indexOf(item), 1)
  }

  const busy = computed(() => items.some(({ state }) => !['done', 'failed', 'paused'].includes(state)))
  /** Leaving the page would stop what is on its way. */
  const warn = (event: BeforeUnloadEvent) => busy.value && event.preventDefault()
  addEventListener('beforeunload', warn)
  onScopeDispose(() => {
    removeEventListener('beforeunload', warn)
    current?.abort()
  })

  return reactive({
    items,
    busy,
    done: computed(() => items.flatMap(({ fileId }) => (fileId ? [fileId] : []))),
    add,
    pause,
    goOn,
    remove,
    clear: () => [...items].forEach(remove),
  })
}
export type Uploads = ReturnType<typeof useUploads>
