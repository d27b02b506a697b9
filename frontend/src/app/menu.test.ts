import { expect, it } from 'vitest'
import { menuOf } from './menu'

const page = (name: string, group: 'top' | 'basis' | 'system', order: number, permission?: 'account.read') => ({
  name,
  meta: { title: `${name}.title`, permission, menu: { group, order, icon: 'list' as const } },
})
const pages = [page('accounts', 'system', 10, 'account.read'), page('terms', 'basis', 20), page('schools', 'basis', 10)]

it('orders pages by group and within it', () =>
  expect(menuOf(pages, () => true).map(({ group, entries }) => [group, entries.map(({ name }) => name)])).toEqual([
    ['basis', ['schools', 'terms']],
    ['system', ['accounts']],
  ]))
it('leaves out what the person may not open, and groups that become empty', () =>
  expect(menuOf(pages, (permission) => !permission).map(({ group }) => group)).toEqual(['basis']))
