import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { Problem } from '@/client/problem'
import { faultOf, memoryOf, type Purpose } from './uploadRules'

const transfer = vi.hoisted(() => vi.fn())
const GET = vi.hoisted(() => vi.fn())
const POST = vi.hoisted(() => vi.fn())
vi.mock('@/client/transfer', () => ({ transfer }))
vi.mock('@/client/api', () => ({
  api: { GET, POST },
  body: async (answer: Promise<{ data: unknown }>) => (await answer).data,
}))
const { useUploads } = await import('./uploads')

const PURPOSE: Purpose = {
  name: 'evidence',
  extensions: ['pdf', 'mp4'],
  limits: { pdf: 100, mp4: 1000 },
  one_shot: 10,
  chunk_size: 8,
}
const file = (name: string, size: number) => new File(['x'.repeat(size)], name, { lastModified: 1 })
const answer = (offset?: number) => ({
  status: 200,
  header: (name: string) => (name === 'Upload-Offset' ? String(offset) : null),
  json: () => ({ id: 'file-1' }),
})
const sent = () => transfer.mock.calls.map(([method, path, content]) => [method, path, content?.size ?? 0])
let scope: ReturnType<typeof effectScope>
const queue = () => {
  scope = effectScope()
  return scope.run(() => useUploads({ purpose: () => PURPOSE, describe: (fault) => fault })) as ReturnType<
    typeof useUploads
  >
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  scope?.stop()
  vi.useRealTimers()
  for (const mock of [transfer, GET, POST]) mock.mockReset()
  localStorage.clear()
})

describe('a file', () => {
  it('is judged by its extension and size before it is sent', () => {
    expect(faultOf(file('a.PDF', 100), PURPOSE)).toBeNull()
    expect(faultOf(file('a.svg', 1), PURPOSE)).toBe('type')
    expect(faultOf(file('a.pdf', 0), PURPOSE)).toBe('empty')
    expect(faultOf(file('a.pdf', 101), PURPOSE)).toBe('size')
  })
  it('that has no place stays in the list with its fault, and is not sent', async () => {
    const uploads = queue()
    uploads.add([file('a.svg', 1)])
    await vi.runAllTimersAsync()
    expect(uploads.items[0]).toMatchObject({ state: 'failed', fault: 'type' })
    expect(transfer).not.toHaveBeenCalled()
  })
})

describe('a small file', () => {
  it('goes in one request', async () => {
    transfer.mockResolvedValue(answer())
    const uploads = queue()
    uploads.add([file('a.pdf', 5)])
    await vi.runAllTimersAsync()
    expect(sent()).toEqual([['POST', '/api/v1/files?purpose=evidence&name=a.pdf', 5]])
    expect(uploads.done).toEqual(['file-1'])
  })
  it('that is refused says why', async () => {
    transfer.mockRejectedValue(new Problem(422, 'file.content_mismatch', '内容不符'))
    const uploads = queue()
    uploads.add([file('a.pdf', 5)])
    await vi.runAllTimersAsync()
    expect(uploads.items[0]).toMatchObject({ state: 'failed', fault: '内容不符' })
    expect(uploads.busy).toBe(false)
  })
})

describe('a large file', () => {
  const upload = (offset: number) => ({ data: { id: 'u', offset, size: 20, chunk_size: 8, file_id: null } })

  it('goes in parts and is completed', async () => {
    POST.mockResolvedValue(upload(0))
    transfer
      .mockResolvedValueOnce(answer(8))
      .mockResolvedValueOnce(answer(16))
      .mockResolvedValueOnce(answer(20))
      .mockResolvedValueOnce(answer())
    const uploads = queue()
    uploads.add([file('a.mp4', 20)])
    await vi.runAllTimersAsync()
    expect(sent()).toEqual([
      ['PATCH', '/api/v1/uploads/u', 8],
      ['PATCH', '/api/v1/uploads/u', 8],
      ['PATCH', '/api/v1/uploads/u', 4],
      ['POST', '/api/v1/uploads/u:complete', 0],
    ])
    expect(localStorage.length).toBe(0)
  })
  it('goes on where the server stands when the line is back', async () => {
    POST.mockResolvedValue(upload(0))
    GET.mockResolvedValue(upload(11))
    transfer.mockRejectedValueOnce(new Problem(0, 'network', '')).mockResolvedValueOnce(answer(20))
    transfer.mockResolvedValueOnce(answer())
    const uploads = queue()
    uploads.add([file('a.mp4', 20)])
    await vi.advanceTimersByTimeAsync(10)
    expect(uploads.items[0]?.state).toBe('lost')
    dispatchEvent(new Event('online'))
    await vi.runAllTimersAsync()
    expect(sent()[1]).toEqual(['PATCH', '/api/v1/uploads/u', 8])
    expect(uploads.items[0]?.state).toBe('done')
  })
  it('that was begun on a page since closed goes on, and an unknown one begins anew', async () => {
    const chosen = file('a.mp4', 20)
    localStorage.setItem(memoryOf('evidence', chosen), 'known')
    GET.mockRejectedValueOnce(new Problem(404, 'not_found', ''))
    POST.mockResolvedValue(upload(16))
    transfer.mockResolvedValueOnce(answer(20)).mockResolvedValueOnce(answer())
    const uploads = queue()
    uploads.add([chosen])
    await vi.runAllTimersAsync()
    expect(GET.mock.calls[0]?.[1]).toEqual({ params: { path: { upload_id: 'known' } } })
    expect(sent()[0]).toEqual(['PATCH', '/api/v1/uploads/u', 4])
    expect(uploads.done).toEqual(['file-1'])
  })
  it('can be paused, continued and taken out', async () => {
    POST.mockResolvedValue(upload(0))
    GET.mockResolvedValue(upload(8))
    transfer.mockImplementationOnce(
      (_method, _path, _content, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
        ),
    )
    const uploads = queue()
    uploads.add([file('a.mp4', 20)])
    await vi.advanceTimersByTimeAsync(10)
    const item = uploads.items[0] as (typeof uploads.items)[number]
    uploads.pause(item)
    await vi.runAllTimersAsync()
    expect(item.state).toBe('paused')
    expect(uploads.busy).toBe(false)
    transfer.mockResolvedValue(answer(20))
    uploads.goOn(item)
    await vi.runAllTimersAsync()
    expect(item.state).toBe('done')
    uploads.remove(item)
    expect(uploads.done).toEqual([])
  })
})
