import type { components, paths } from '@/client/schema'
import { language } from './words'

export { randomId } from '@/shared/lib/ids'

type Schemas = components['schemas']
export type NoticePage = Schemas['PageOut']
export type NoticeRow = Schemas['PageRow']
export type Units = Schemas['UnitsOfPages']
export type Taken = Schemas['LetterTaken']
export type Portal = Schemas['PortalOut']
export type Category = Schemas['PublicCategoryOut']
export type Place = Schemas['PlaceOut']
export type Concern = Schemas['Concerns']
export type Complaint = Schemas['ComplaintIn']
export type Receipt = Schemas['ReceiptOut']
export type Standing = Schemas['StandingOut']
export type Identity = Schemas['IdentityIn']
type List = paths['/api/public/v1/notices']['get']['responses'][200]['content']['application/json']

const BASE = '/api/public/v1'

export class Failure extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = '',
  ) {
    super(message)
  }
}

type Sent = { type: string; body: string | Blob }

async function send<T>(path: string, sent?: Sent, headers: Record<string, string> = {}): Promise<T> {
  let answer: Response
  try {
    answer = await fetch(BASE + path, {
      method: sent ? 'POST' : 'GET',
      headers: {
        'Accept-Language': language.locale,
        ...(sent ? { 'Content-Type': sent.type } : {}),
        ...headers,
      },
      body: sent?.body,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    })
  } catch {
    throw new Failure(0, '')
  }
  const found = await answer.json().catch(() => ({}))
  if (!answer.ok)
    throw new Failure(
      answer.status,
      found.errors?.[0]?.message || found.title || '',
      found.errors?.[0]?.code || found.code,
    )
  return found
}

const ask = <T>(path: string, body?: object, headers?: Record<string, string>) =>
  send<T>(path, body && { type: 'application/json', body: JSON.stringify(body) }, headers)

export const bureauName = async () => (await ask<Schemas['Meta']>('/meta')).bureau_name ?? ''
export const listUnits = () => ask<Units>('/notices/units')
export const readNotice = (number: string, edition?: string) =>
  ask<NoticePage>(`/notices/${encodeURIComponent(number)}${edition ? `/editions/${edition}` : ''}`)
export const fileUrl = (page: NoticePage, position: number) =>
  `${BASE}/notices/${page.number}/editions/${page.edition}/files/${position}`

export function listNotices(filters: Record<string, string>, page: number): Promise<List> {
  const query = new URLSearchParams({ page: String(page), size: '20' })
  Object.entries(filters).forEach(([name, value]) => value && query.set(name, value))
  return ask<List>(`/notices?${query}`)
}

export const sendObjection = (number: string, letter: Schemas['LetterIn']) =>
  ask<Taken>(`/notices/${encodeURIComponent(number)}/objections`, letter)

export const readPortal = () => ask<Portal>('/complaints/portal')
export const listCategories = () => ask<{ items: Category[] }>('/complaints/categories').then(({ items }) => items)
export const listPlaces = () => ask<{ items: Place[] }>('/complaints/places').then(({ items }) => items)
export const askForWork = () => ask<Schemas['ChallengeOut']>('/complaints/challenges', {})
export const sendComplaint = (key: string, letter: Complaint) =>
  ask<Receipt>('/complaints', letter, { 'Idempotency-Key': `"${key}"` })
/** A receipt travels in the body only: addresses are kept by browsers and by what lies between. */
export const lookUp = (receipt: string) => ask<Standing>('/complaints/lookup', { receipt })
/** What the holder of a receipt does; the same id again is the same letter. */
export const act = (path: string, receipt: string, body: object) =>
  ask<Schemas['TakenOut']>(`/complaints/${path}`, { receipt, ...body })
/** A file travels as it is, behind a line that says what it is: the phone reads it from where it lies, never whole. */
export const sendFile = (receipt: string, id: string, file: File) =>
  send<Schemas['TakenOut']>('/complaints/files', {
    type: 'application/octet-stream',
    body: new Blob([JSON.stringify({ receipt, id, name: file.name }), '\n', file]),
  })
