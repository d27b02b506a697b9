import { ref } from 'vue'
import { askForWork, randomId, sendComplaint, sendFile, type Complaint, type Failure, type Receipt } from '../api'
import { solve } from './work'

/** A challenge that ran out while somebody read on is asked for once more. */
const STALE = ['complaint.proof_late', 'complaint.proof_wrong']

/** Send a complaint: its work first, then the letter. The same key again is the same complaint, and counts once. */
export function useSending() {
  const stage = ref<'' | 'working' | 'sending'>('')

  async function attempt(key: string, letter: Complaint): Promise<Receipt> {
    stage.value = 'working'
    const { challenge, difficulty } = await askForWork()
    const proof = difficulty ? { challenge, nonce: await solve(challenge, key, difficulty) } : null
    stage.value = 'sending'
    return sendComplaint(key, { ...letter, proof })
  }

  async function send(key: string, letter: Complaint): Promise<Receipt> {
    try {
      return await attempt(key, letter).catch((error: Failure) => {
        if (STALE.includes(error.code)) return attempt(key, letter)
        throw error
      })
    } finally {
      stage.value = ''
    }
  }
  return { stage, send }
}

export interface Parcel {
  id: string
  file: File
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  why: string
}

/** Files on their way, one after the other, to the complaint of a receipt. */
export function useParcels() {
  const parcels = ref<Parcel[]>([])

  async function send(parcel: Parcel, receipt: string) {
    parcel.state = 'sending'
    try {
      await sendFile(receipt, parcel.id, parcel.file)
      parcel.state = 'sent'
    } catch (error) {
      parcel.state = 'failed'
      parcel.why = (error as Failure).message
    }
  }
  async function sendAll(files: File[], receipt: string) {
    parcels.value = files.map((file) => ({ id: randomId(), file, state: 'waiting', why: '' }))
    for (const parcel of parcels.value) await send(parcel, receipt)
  }
  return { parcels, send, sendAll }
}
