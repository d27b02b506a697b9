import { reactive } from 'vue'
import { Problem } from '@/client/problem'
import { transfer } from '@/client/transfer'
import { listParts } from './api'
import { digestOf, part, partsOf } from './digest'

/** A file on its way into an import. It goes on while the person looks at other pages. */
export interface Sending {
  id: string
  name: string
  size: number
  sent: number
  state: 'sending' | 'lost' | 'paused' | 'done' | 'failed'
  fault: string
}

const PAUSES = [2_000, 4_000, 8_000, 15_000, 30_000]
const sendings = reactive(new Map<string, Sending>())
const files = new Map<string, File>()
const stops = new Map<string, AbortController>()
const wakes = new Map<string, () => void>()

export const sendingOf = (id: string) => sendings.get(id)

/** Sends the file in parts; those that the server already has, by their digests, are passed over. */
export function send(id: string, file: File): Sending {
  sendings.set(id, { id, name: file.name, size: file.size, sent: 0, state: 'paused', fault: '' })
  files.set(id, file)
  goOn(id)
  return sendings.get(id) as Sending
}

export function pause(id: string) {
  stops.get(id)?.abort()
  const sending = sendings.get(id)
  if (sending) sending.state = 'paused'
}

/** Go on at once, from where the server stands. */
export function goOn(id: string) {
  const sending = sendings.get(id)
  if (sending?.state === 'lost') return wakes.get(id)?.()
  const file = files.get(id)
  if (!sending || !file || sending.state === 'sending' || sending.state === 'done') return
  const stop = new AbortController()
  stops.set(id, stop)
  void work(sending, file, stop.signal)
}

/** Until it is there, refused or stopped; a line that breaks is waited for. */
async function work(sending: Sending, file: File, signal: AbortSignal) {
  for (let failures = 0; ; failures += 1) {
    sending.state = 'sending'
    const before = sending.sent
    try {
      await sendParts(sending, file, signal)
      sending.state = 'done'
      return void files.delete(sending.id)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Problem) || !isPassing(error)) return fail(sending, error)
      if (sending.sent > before) failures = 0
      sending.state = 'lost'
      await rest(sending.id, PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 0, signal)
      if (signal.aborted) return
    }
  }
}

/** What another try may mend: the line, a server that restarts, a part that broke on its way. */
const isPassing = ({ code, status }: Problem) =>
  code === 'network' || status >= 502 || code === 'import.broken_off' || code === 'import.digest_mismatch'

function fail(sending: Sending, error: unknown) {
  sending.state = 'failed'
  sending.fault = error instanceof Problem ? error.faults[0]?.message || error.message : ''
  if (!(error instanceof Problem)) throw error
}

async function sendParts(sending: Sending, file: File, signal: AbortSignal) {
  const there = new Map((await listParts(sending.id)).map(({ number, sha256 }) => [number, sha256]))
  sending.sent = 0
  for (let number = 1; number <= partsOf(file.size); number += 1) {
    const content = part(file, number)
    const digest = await digestOf(content)
    if (signal.aborted) throw new DOMException('', 'AbortError')
    const before = sending.sent
    if (!digest || there.get(number) !== digest.hex)
      await transfer('PUT', `/api/v1/imports/${sending.id}/parts/${number}`, content, {
        headers: { 'Content-Type': 'application/octet-stream', ...(digest && { 'Content-Digest': digest.header }) },
        signal,
        progress: (sent) => (sending.sent = before + Math.min(sent, content.size)),
      })
    sending.sent = before + content.size
  }
}

/** Some seconds, or until the line is back or somebody asks. */
function rest(id: string, pause: number, signal: AbortSignal) {
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, pause)
    const wake = () => {
      clearTimeout(timer)
      resolve()
    }
    wakes.set(id, wake)
    addEventListener('online', wake, { once: true })
    signal.addEventListener('abort', wake, { once: true })
  })
}

/** Leaving the site would stop what is on its way. */
addEventListener('beforeunload', (event) => {
  if ([...sendings.values()].some(({ state }) => state === 'sending' || state === 'lost')) event.preventDefault()
})
