import type { ClosedRates, TaskRow } from './figures'

/** Basis points of a part of what was closed; null where nothing was. */
export const partOf = (rates: ClosedRates, part: 'on_time' | 'returned'): number | null =>
  rates.closed ? Math.round((rates[part] / rates.closed) * 10_000) : null

/** What a task is: done, late, or under way. */
export const taskStand = ({ done_on, overdue }: Pick<TaskRow, 'done_on' | 'overdue'>) =>
  done_on ? 'done' : overdue ? 'overdue' : 'open'
export const TASK_SHAPES = { done: 'done', overdue: 'overdue', open: 'underway' } as const
export const MY_FILTERS = ['mine', 'unit', 'done', 'overdue', 'kind'] as const
