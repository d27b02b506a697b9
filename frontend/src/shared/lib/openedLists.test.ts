import { expect, it } from 'vitest'
import { nameOpenedLists } from './openedLists'

it('an opened list is a named region that the keyboard scrolls', async () => {
  nameOpenedLists(() => '可选的')
  document.body.innerHTML =
    '<div><div class="el-select__popper" role="tooltip"><div class="el-scrollbar__wrap"></div></div></div>'
  await new Promise((done) => setTimeout(done))
  const list = document.querySelector('.el-select__popper')
  expect([list?.getAttribute('role'), list?.getAttribute('aria-label')]).toEqual(['region', '可选的'])
  expect(document.querySelector('.el-scrollbar__wrap')?.getAttribute('tabindex')).toBe('0')
})
