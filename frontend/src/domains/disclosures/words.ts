import type { Schemas } from '@/client/api'
import type { Notice } from './api'
import { paragraphsOf, tableOf, textOf } from './rules'

/** A notice as it is typed. */
export interface Words {
  title: string
  paragraphs: string
  table: string
  days: string
  formed_on: string | null
  kept: string[]
  added: string[]
}

export const noWords = (): Words => ({
  title: '',
  paragraphs: '',
  table: '',
  days: '',
  formed_on: null,
  kept: [],
  added: [],
})

export const wordsOf = (notice: Notice): Words => ({
  title: notice.title,
  paragraphs: notice.paragraphs.join('\n'),
  table: textOf(notice.table),
  days: notice.days ? String(notice.days) : '',
  formed_on: notice.formed_on,
  kept: notice.files.map(({ id }) => id),
  added: [],
})

/** What is sent; the server judges it. */
export function patchOf(words: Words, publicity: boolean): Schemas['NoticePatch'] {
  const days = Number(words.days.trim()) || null
  return {
    title: words.title,
    paragraphs: paragraphsOf(words.paragraphs),
    table: tableOf(words.table),
    file_ids: [...words.kept, ...words.added],
    ...(publicity ? { days } : { formed_on: words.formed_on || null }),
  }
}
