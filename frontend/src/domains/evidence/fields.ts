import type { Item, ItemIn } from './api'
import { tagsOf } from './rules'

/** What a person types about an item; empty is not known. */
export interface Fields {
  title: string
  category: string
  period_from: string | null
  period_to: string | null
  tags: string
  description: string
}

export const emptyFields = (): Fields => ({
  title: '',
  category: '',
  period_from: null,
  period_to: null,
  tags: '',
  description: '',
})

export const fieldsOf = (item: Item): Fields => ({
  title: item.title,
  category: item.category,
  period_from: item.period_from,
  period_to: item.period_to,
  tags: item.tags.join('，'),
  description: item.description ?? '',
})

/** As the API takes it. */
export const bodyOf = (fields: Fields): Omit<ItemIn, 'unit_id' | 'file_ids' | 'source'> => ({
  title: fields.title,
  category: fields.category,
  period_from: fields.period_from || null,
  period_to: fields.period_to || null,
  tags: tagsOf(fields.tags),
  description: fields.description || null,
})
