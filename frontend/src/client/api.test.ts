import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, apiUrl, body, connection, ifMatch, loadConfig } from './api'
import { Problem } from './problem'

const json = (status: number, content: unknown, headers = {}) =>
  new Response(JSON.stringify(content), { status, headers: { 'Content-Type': 'application/json', ...headers } })
const fetched = vi.fn<(request: Request) => Promise<Response>>()

beforeEach(() => vi.stubGlobal('fetch', fetched))
afterEach(() => {
  vi.unstubAllGlobals()
  fetched.mockReset()
  Object.assign(connection, { base: '', csrfToken: '', reauthenticate: null })
})
const sent = (call = 0) => fetched.mock.calls[call]?.[0] as Request
const post = () => api.POST('/api/v1/units', { body: { kind: 'bureau', parent_id: 'p', name: '局' } })

describe('a request', () => {
  it('carries the language, and the token only where something changes', async () => {
    Object.assign(connection, { csrfToken: 'token' })
    fetched.mockImplementation(async () => json(200, {}))
    await api.GET('/api/v1/meta')
    await post()
    expect(sent(0).headers.get('Accept-Language')).toBe('zh-CN')
    expect(sent(0).headers.get('X-CSRF-Token')).toBeNull()
    expect(sent(1).headers.get('X-CSRF-Token')).toBe('token')
  })
  it('goes to the configured origin', async () => {
    fetched.mockImplementation(async () => json(200, { api: 'https://api.example.cn' }))
    await loadConfig()
    await api.GET('/api/v1/meta')
    expect(sent(1).url).toBe('https://api.example.cn/api/v1/meta')
    expect(sent(1).credentials).toBe('include')
  })
  it('hands over the body', async () => {
    fetched.mockResolvedValue(json(200, { product: 'Qinglian' }))
    expect(await body(api.GET('/api/v1/meta'))).toEqual({ product: 'Qinglian' })
  })
})

describe('a refusal', () => {
  it('becomes a Problem with its faults and waiting time', async () => {
    const errors = [{ pointer: '/name', code: 'x', message: '太短' }]
    fetched.mockResolvedValue(json(429, { code: 'auth.delayed', title: '等', errors }, { 'Retry-After': '8' }))
    const problem: Problem = await post().catch((error) => error)
    expect(problem).toBeInstanceOf(Problem)
    expect(problem).toMatchObject({ status: 429, code: 'auth.delayed', retryAfter: 8, faults: errors })
  })
  it('is told from a lost connection', async () => {
    fetched.mockRejectedValue(new TypeError('failed'))
    await expect(api.GET('/api/v1/meta')).rejects.toMatchObject({ code: 'network' })
  })
})

describe('a session that ended in mid-work', () => {
  it('is renewed, and the request is sent again with the new token', async () => {
    connection.reauthenticate = vi.fn(async () => {
      connection.csrfToken = 'new'
      return true
    })
    fetched.mockResolvedValueOnce(json(401, {})).mockResolvedValueOnce(json(201, {}))
    await post()
    expect(await sent(1).text()).toContain('局')
    expect(sent(1).headers.get('X-CSRF-Token')).toBe('new')
  })
  it('stays a refusal when nobody logs in', async () => {
    connection.reauthenticate = async () => false
    fetched.mockResolvedValue(json(401, { code: 'auth.required' }))
    await expect(post()).rejects.toMatchObject({ status: 401 })
  })
})

it('writes addresses of downloads without empty parameters', () =>
  expect(apiUrl('/api/v1/schools/export', { format: 'csv', q: '', unit: undefined })).toBe(
    '/api/v1/schools/export?format=csv',
  ))
it('quotes the revision', () => expect(ifMatch(3)).toEqual({ 'If-Match': '"3"' }))
