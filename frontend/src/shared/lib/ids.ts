/** A random UUID (version 4), also where the browser has no `crypto.randomUUID`: it is missing without HTTPS. */
export function randomId(): string {
  const marked = (byte: number, at: number) =>
    at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), marked)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
