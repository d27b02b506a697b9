import { api, body } from '@/client/api'

/** Hands a text to the person as a file, byte for byte. */
export function save(filename: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }))
  link.download = filename
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** The proof that an event stands in the ledger, as a file; `payload` encloses what the event said. */
export async function saveProof(event_id: string, payload = false): Promise<void> {
  const params = { path: { event_id }, query: { payload } }
  const proof = await body(api.GET('/api/v1/ledger/events/{event_id}/proof', { params }))
  save(proof.filename, proof.file)
}
