// @vitest-environment node
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/client/problem'

vi.stubGlobal('addEventListener', vi.fn())
const transfer = vi.hoisted(() => vi.fn())
const listParts = vi.hoisted(() => vi.fn())
vi.mock('@/client/transfer', () => ({ transfer }))
vi.mock('./api', () => ({ listParts }))
const { digestOf, part, partsOf, PART_SIZE } = await import('./digest')
const { goOn, pause, send, sendingOf } = await import('./sending')

/** A file of two parts and a bit. */
const content = new Uint8Array(2 * PART_SIZE + 7).map((_, at) => at % 251)
const file = new File([content], '学校.csv')
const sha = (number: number) => createHash('sha256').update(content.slice((number - 1) * PART_SIZE, number * PART_SIZE))
const sent = () => transfer.mock.calls.map(([method, path, body]) => `${method} ${path} ${body.size}`)
const ended = (id: string) => vi.waitFor(() => expect(['done', 'failed']).toContain(sendingOf(id)?.state))

beforeEach(() => {
  listParts.mockResolvedValue([])
  transfer.mockResolvedValue({ status: 201 })
})
afterEach(() => {
  vi.useRealTimers()
  transfer.mockReset()
  listParts.mockReset()
})

describe('a part', () => {
  it('has the digest that any other program finds', async () =>
    expect(await digestOf(part(file, 3))).toEqual({
      hex: sha(3).digest('hex'),
      header: `sha-256=:${sha(3).digest('base64')}:`,
    }))
  it('has none where the browser cannot reckon it', async () => {
    vi.stubGlobal('crypto', {})
    expect(await digestOf(part(file, 1))).toBeNull()
    vi.unstubAllGlobals()
    vi.stubGlobal('addEventListener', vi.fn())
  })
  it('is counted so that a file without content is one, too', () =>
    expect([0, 1, PART_SIZE, PART_SIZE + 1].map(partsOf)).toEqual([1, 1, 1, 2]))
})

describe('a file', () => {
  it('goes part by part, each with its digest', async () => {
    send('a', file)
    await ended('a')
    expect(sent()).toEqual([1, 2, 3].map((n) => `PUT /api/v1/imports/a/parts/${n} ${n < 3 ? PART_SIZE : 7}`))
    expect(transfer.mock.calls[0]?.[3].headers['Content-Digest']).toBe(`sha-256=:${sha(1).digest('base64')}:`)
    expect(sendingOf('a')).toMatchObject({ state: 'done', sent: content.length })
  })
  it('goes on where the server stands: what is there by its digest is not sent again', async () => {
    listParts.mockResolvedValue([
      { number: 1, sha256: sha(1).digest('hex') },
      { number: 2, sha256: 'of another file' },
    ])
    send('b', file)
    await ended('b')
    expect(sent()).toEqual([`PUT /api/v1/imports/b/parts/2 ${PART_SIZE}`, 'PUT /api/v1/imports/b/parts/3 7'])
  })
  it('waits for a line that broke', async () => {
    transfer.mockRejectedValueOnce(new Problem(0, 'network', ''))
    send('c', file)
    await vi.waitFor(() => expect(sendingOf('c')?.state).toBe('lost'))
    goOn('c')
    await ended('c')
    expect(sendingOf('c')?.state).toBe('done')
    expect(transfer).toHaveBeenCalledTimes(4)
  })
  it('that is refused says why, and is not sent again', async () => {
    transfer.mockRejectedValue(new Problem(413, 'import.file_too_large', '文件太大'))
    send('d', file)
    await ended('d')
    expect(sendingOf('d')).toMatchObject({ state: 'failed', fault: '文件太大' })
    expect(transfer).toHaveBeenCalledOnce()
  })
  it('can be paused and continued', async () => {
    transfer.mockImplementationOnce(
      (_method, _path, _content, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
        ),
    )
    send('e', file)
    await vi.waitFor(() => expect(transfer).toHaveBeenCalledOnce())
    pause('e')
    expect(sendingOf('e')?.state).toBe('paused')
    goOn('e')
    await ended('e')
    expect(sendingOf('e')?.state).toBe('done')
  })
})
