import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { leadingNoughts, solve } from './work'

describe('leadingNoughts', () => {
  it('counts bits from the left', () => {
    expect(leadingNoughts(new Uint8Array([0x80, 0]))).toBe(0)
    expect(leadingNoughts(new Uint8Array([0x01, 0xff]))).toBe(7)
    expect(leadingNoughts(new Uint8Array([0, 0x10]))).toBe(11)
    expect(leadingNoughts(new Uint8Array([0, 0]))).toBe(16)
  })
})

describe('solve', () => {
  it('finds what another implementation of SHA-256 agrees with', async () => {
    const nonce = await solve('sealed-challenge', '3f8e8f7e-2b0e-4d0e-9b1f-0a5b9f0e1c2d', 12)
    const text = `sealed-challenge.3f8e8f7e-2b0e-4d0e-9b1f-0a5b9f0e1c2d.${nonce}`
    const hash = createHash('sha256').update(text).digest()
    expect(leadingNoughts(hash)).toBeGreaterThanOrEqual(12)
  })

  it('takes the first number where nothing is asked', async () => {
    expect(await solve('c', 'k', 0)).toBe('0')
  })

  it('ends when it is stopped', async () => {
    expect(await solve('c', 'k', 200, () => true)).toBe('')
  })
})
