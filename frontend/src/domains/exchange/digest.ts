/** How much of a file goes at once: little enough for a slow line to get through, and all that memory has to hold. */
export const PART_SIZE = 4 * 2 ** 20

export interface Digest {
  hex: string
  /** As `Content-Digest` says it (RFC 9530). */
  header: string
}

export const partsOf = (size: number) => Math.max(1, Math.ceil(size / PART_SIZE))
export const part = (file: Blob, number: number) => file.slice((number - 1) * PART_SIZE, number * PART_SIZE)

/** SHA-256 of one part; null where the browser has no WebCrypto, which it keeps for pages that came over HTTPS. */
export async function digestOf(content: Blob): Promise<Digest | null> {
  if (!globalThis.crypto?.subtle) return null
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await content.arrayBuffer()))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { hex, header: `sha-256=:${btoa(String.fromCharCode(...bytes))}:` }
}
