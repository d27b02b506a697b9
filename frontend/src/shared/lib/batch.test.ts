import { describe, expect, it } from 'vitest'
import { useBatch } from './batch'

describe('rows that are changed together', () => {
  it('are sent once more only where they were refused', async () => {
    const sent: string[][] = []
    let faulty = ['b']
    const batch = useBatch(() => [{ id: 'a' }, { id: 'b' }, { id: 'c' }])
    const send = async (rows: { id: string }[]) => {
      sent.push(rows.map(({ id }) => id))
      const refused = rows
        .filter(({ id }) => faulty.includes(id))
        .map(({ id }) => ({ id, errors: [{ message: 'no' }] }))
      return { done: rows.length - refused.length, refused }
    }
    expect(await batch.run(send)).toBe(2)
    expect(batch.refused).toEqual([{ id: 'b', why: 'no' }])
    faulty = []
    expect(await batch.run(send)).toBe(1)
    expect(batch.refused).toEqual([])
    expect(await batch.run(send)).toBe(0)
    expect(sent).toEqual([['a', 'b', 'c'], ['b']])
    batch.reset()
    expect(await batch.run(send)).toBe(3)
  })
})
