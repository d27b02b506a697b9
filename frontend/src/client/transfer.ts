import { connection } from './api'
import { Problem } from './problem'

export interface Sent {
  status: number
  header: (name: string) => string | null
  /** The body, where the answer has one. */
  json: () => unknown
}
interface Options {
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Bytes that have left, counted within this request. */
  progress?: (sent: number) => void
}

/** Sends bytes and says how many have left: `fetch` cannot. Refusals and broken lines are thrown as Problem. */
export async function transfer(
  method: string,
  path: string,
  content: Blob | null,
  options: Options = {},
): Promise<Sent> {
  const sent = await once(method, path, content, options)
  if (sent.status < 400) return sent
  // A session that ended in the middle of a long upload is renewed, and the part sent again.
  if (sent.status === 401 && (await connection.reauthenticate?.())) return transfer(method, path, content, options)
  throw await Problem.from(
    new Response(sent.text, { status: sent.status, headers: { 'Retry-After': sent.header('Retry-After') ?? '' } }),
  )
}

function once(method: string, path: string, content: Blob | null, { headers, signal, progress }: Options) {
  return new Promise<Sent & { text: string }>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, `${connection.base}${path}`)
    request.withCredentials = true
    request.setRequestHeader('Accept-Language', connection.locale)
    request.setRequestHeader('X-CSRF-Token', connection.csrfToken)
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => progress?.(event.loaded)
    request.onload = () =>
      resolve({
        status: request.status,
        text: request.responseText,
        header: (name) => request.getResponseHeader(name),
        json: () => JSON.parse(request.responseText),
      })
    request.onerror = () => reject(new Problem(0, 'network', ''))
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(content)
  })
}
