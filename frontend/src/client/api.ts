import createClient from 'openapi-fetch'
import { Problem } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

/** What every request needs to know; filled by the app and by the session, never by a domain. */
export const connection = {
  /** Origin of the API; empty means the origin of the page. Comes from /config.json. */
  base: '',
  locale: 'zh-CN',
  csrfToken: '',
  /** Asks for a new log-in; true when there is one and the refused request may be sent again. */
  reauthenticate: null as (() => Promise<boolean>) | null,
}

/** Address of a download or of another thing the browser fetches itself. */
export function apiUrl(path: string, query: Record<string, string | number | undefined> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return `${connection.base}${path}${search ? `?${search}` : ''}`
}

const SAFE = ['GET', 'HEAD', 'OPTIONS']

function sign(request: Request): Request {
  request.headers.set('Accept-Language', connection.locale)
  if (!SAFE.includes(request.method)) request.headers.set('X-CSRF-Token', connection.csrfToken)
  return request
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(sign(request))
  } catch (error) {
    if (request.signal.aborted) throw error
    throw new Problem(0, 'network', '')
  }
}

/** A session that ended in the middle of work is renewed, and the request sent again: nothing typed is lost. */
async function transport(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await send(request)
  if (response.ok) return response
  const ended = response.status === 401 && !new URL(request.url).pathname.includes('/auth/')
  if (ended && (await connection.reauthenticate?.())) return transport(again)
  throw await Problem.from(response)
}

const clientOf = (base: string) =>
  createClient<paths>({ baseUrl: base || location.origin, credentials: 'include', fetch: transport })

export let api = clientOf('')

/** Reads the address of the API from a file, so that one build serves every deployment. */
export async function loadConfig(): Promise<void> {
  const response = await fetch('/config.json')
  if (response.ok) connection.base = (await response.json()).api ?? ''
  api = clientOf(connection.base)
}

/** The body of an answer: `const page = await body(api.GET('/api/v1/accounts', …))`. Failures are thrown as Problem. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}

/** Header for a change to a reviewed object: refused with 412 when somebody else was faster. */
export function ifMatch(revision: number): { 'If-Match': string } {
  return { 'If-Match': `"${revision}"` }
}
