import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** Hashes between two breaths of the page. */
const ROUND = 2_000

/** How many bits of a hash, from its beginning, are nought. */
export function leadingNoughts(hash: Uint8Array): number {
  let bits = 0
  for (const byte of hash) {
    if (byte) return bits + Math.clz32(byte) - 24
    bits += 8
  }
  return bits
}

/**
 * Find a nonce so that SHA-256 of `challenge.key.nonce` begins with `difficulty` nought bits: what a complaint costs.
 *
 * In rounds on the page's own thread, for old phones and strict pages have no worker; `stopped` ends it early.
 */
export async function solve(
  challenge: string,
  key: string,
  difficulty: number,
  stopped: () => boolean = () => false,
): Promise<string> {
  const begun = sha256.create().update(utf8ToBytes(`${challenge}.${key}.`))
  for (let nonce = 0; !stopped(); nonce++) {
    const tried = String(nonce)
    if (leadingNoughts(begun.clone().update(utf8ToBytes(tried)).digest()) >= difficulty) return tried
    if (nonce % ROUND === ROUND - 1) await new Promise((next) => setTimeout(next))
  }
  return ''
}
