import type { Page } from '@playwright/test'
import { expect, freshName, logInAs, pick, test } from './fixtures'

/** A school of its own for each journey, so that journeys do not meet. */
async function found(page: Page, word: string): Promise<{ id: string; name: string }> {
  const session = await (await page.request.get('/api/v1/auth/session')).json()
  const tree = await (await page.request.get('/api/v1/units/tree')).json()
  const parent = tree.items.find((unit: { name: string }) => unit.name === '梅岭学区')
  const name = `锦岚县${freshName(word).replace(/[^\w\u4e00-\u9fff]/g, '')}小学`
  const answer = await page.request.post('/api/v1/schools', {
    headers: { 'X-CSRF-Token': session.csrf_token },
    data: { parent_id: parent.id, name, type: 'primary', ownership: 'public', pupils: 120, staff: 10 },
  })
  expect(answer.status()).toBe(201)
  return { id: (await answer.json()).id, name }
}
const choose = async (page: Page, verb: string) => {
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: verb, exact: true }).click()
}
const why = (page: Page) => page.getByLabel('理由').fill('县政府批准布局调整')

test('two schools become one: the outcome is shown, then done, and both pages tell it', async ({ page }) => {
  await logInAs(page, 'officer')
  const [first, second] = [await found(page, '甲'), await found(page, '乙')]
  await page.goto(`/schools/${first.id}`)
  await choose(page, '合并')
  await expect(page).toHaveURL(/schools\/merge/)
  await expect(page.getByRole('listitem').filter({ hasText: first.name })).toBeVisible()
  const box = page.getByRole('combobox', { name: '按名称找学校' })
  await box.fill(second.name)
  await page.getByRole('option', { name: second.name }).click()
  await expect(page.getByRole('listitem').filter({ hasText: second.name })).toBeVisible()
  await page.getByRole('button', { name: '下一步' }).click()
  await why(page)
  await page.getByRole('button', { name: '看会改什么' }).click()
  await expect(page.getByText('2 个单位有变动')).toBeVisible()
  await expect(page.getByText('240')).toBeVisible()
  await page.getByRole('button', { name: '合并', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: first.name })).toBeVisible()
  await page.goto(`/schools/${second.id}`)
  await expect(page.getByText('这所学校已经结束')).toBeVisible()
  await expect(page.getByRole('link', { name: first.name })).toBeVisible()
  await page.goto(`/schools/${first.id}/past`)
  await expect(page.getByText('由这些学校合并或分设而来')).toBeVisible()
})

test('a school is split into two, which name it as their origin', async ({ page }) => {
  await logInAs(page, 'officer')
  const school = await found(page, '分')
  await page.goto(`/schools/${school.id}`)
  await choose(page, '分设')
  const names = page.getByLabel('名称', { exact: true })
  await names.nth(0).fill(`${school.name}东校`)
  await names.nth(1).fill(`${school.name}西校`)
  await page.getByRole('button', { name: '看会改什么' }).click()
  await expect(page.getByRole('alert')).toBeVisible() // no reason given
  await why(page)
  await page.getByRole('button', { name: '看会改什么' }).click()
  await expect(page.getByText('3 个单位有变动')).toBeVisible()
  await page.getByRole('button', { name: '分设', exact: true }).click()
  await page.getByRole('link', { name: `${school.name}东校` }).click()
  await page.getByRole('link', { name: '沿革' }).click()
  await expect(page.getByRole('link', { name: school.name, exact: true })).toBeVisible()
})

test('a new name is shown before it is given, and the old one is kept with its days', async ({ page }) => {
  await logInAs(page, 'officer')
  const school = await found(page, '旧')
  await page.goto(`/schools/${school.id}`)
  await choose(page, '更名')
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('名称', { exact: true }).fill(`${school.name}实验校`)
  await why(page)
  await drawer.getByRole('button', { name: '看会改什么' }).click()
  await expect(drawer.getByText('1 个单位有变动')).toBeVisible()
  await drawer.getByRole('button', { name: '更名', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: `${school.name}实验校` })).toBeVisible()
  await page.getByRole('link', { name: '沿革' }).click()
  await expect(page.getByRole('definition').filter({ hasText: school.name }).first()).toBeVisible()
})

test('a group is founded and a school joins it', async ({ page }) => {
  await logInAs(page, 'officer')
  const [head, member] = [await found(page, '牵'), await found(page, '员')]
  await page.goto('/school-groups')
  await page.getByRole('button', { name: '建立集团' }).click()
  const name = freshName('集团')
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('集团名称').fill(name)
  await pick(page, '管理单位', '梅岭学区')
  const box = drawer.getByRole('combobox', { name: '牵头学校' })
  await box.fill(head.name)
  await page.getByRole('option', { name: head.name }).click()
  await drawer.getByRole('button', { name: '建立集团' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.getByRole('button', { name: '学校加入' }).click()
  await page.getByRole('dialog').getByRole('combobox', { name: '学校' }).fill(member.name)
  await page.getByRole('option', { name: member.name }).click()
  await page.getByRole('dialog').getByRole('button', { name: '学校加入' }).click()
  await expect(page.getByRole('row', { name: new RegExp(member.name) })).toBeVisible()
})
