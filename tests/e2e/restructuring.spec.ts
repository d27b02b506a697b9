import type { Page } from '@playwright/test'
import { expect, freshName, logInAs, pick, send, test } from './fixtures'

interface Named {
  id: string
  name: string
}
const units = async (page: Page) => (await (await page.request.get('/api/v1/units/tree')).json()).items
const fresh = (word: string) => freshName(word).replace(/[^\w\u4e00-\u9fff]/g, '')

/** A school of its own for each journey, so that journeys do not meet. */
async function found(page: Page, word: string, under?: string): Promise<Named> {
  const parent = under ?? (await units(page)).find(({ name }: Named) => name === '梅岭学区').id
  const name = `锦岚县${fresh(word)}小学`
  const facts = { type: 'primary', ownership: 'public', pupils: 120, staff: 10 }
  return { id: (await send(page, 'POST', 'schools', { parent_id: parent, name, ...facts })).id, name }
}
/** And a district of its own, below the county's bureau. */
async function foundDistrict(page: Page, word: string): Promise<Named> {
  const bureau = (await units(page)).find(({ kind }: { kind: string }) => kind === 'bureau')
  const name = `${fresh(word)}学区`
  return { id: (await send(page, 'POST', 'units', { kind: 'district', parent_id: bureau.id, name })).id, name }
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

test('one district goes on in another with its schools, and the old one leads to the new', async ({ page }) => {
  await logInAs(page, 'officer')
  const [heir, old] = [await foundDistrict(page, '续'), await foundDistrict(page, '止')]
  const school = await found(page, '随', old.id)
  await page.goto(`/units/${heir.id}`)
  await page.getByRole('link', { name: '把别的单位并进来' }).click()
  await expect(page.getByRole('button', { name: '下一步' })).toBeDisabled()
  await page.locator('label', { hasText: `${old.name} 锦岚县教育局 · 1 所学校` }).click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '看会改什么' }).click()
  await expect(page.getByRole('alert')).toBeVisible() // no reason given
  await why(page)
  await page.getByRole('button', { name: '看会改什么' }).click()
  await expect(page.getByText(/个单位有变动/)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: `并入 ${old.name}` })).toContainText('已撤销')
  // Nothing has happened yet.
  const now = await (await page.request.get(`/api/v1/units/${old.id}`)).json()
  expect(now.status).toBe('operating')
  await page.getByRole('button', { name: '合并', exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`/units/${heir.id}$`))
  await expect(page.getByRole('link', { name: '看这 1 所学校' })).toBeVisible()

  await page.goto(`/units/${old.id}`)
  const details = page.getByRole('region', { name: old.name })
  await expect(details.getByText('这个单位已经撤销')).toBeVisible()
  await expect(details.getByRole('button', { name: '恢复' })).toBeVisible()
  await expect(details.getByRole('button', { name: '新建下级单位' })).toHaveCount(0)
  await details.getByRole('link', { name: heir.name }).click()
  await page.getByRole('link', { name: '看这 1 所学校' }).click()
  await expect(page.getByRole('link', { name: school.name })).toBeVisible()
})

test('a unit is seen as it stood on a day, before its new name and before it was on record', async ({ page }) => {
  await logInAs(page, 'officer')
  // The section on record first: the demo county has had it for years, and nobody else renames it.
  const [id] = (await units(page))
    .filter(({ kind }: { kind: string }) => kind === 'section')
    .map((unit: Named) => unit.id)
    .sort()
  await page.goto(`/units/${id}`)
  const then = page.getByRole('region', { name: '某一天的情况' })
  const day = then.getByLabel('日期')
  const today = await day.inputValue()
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10)
  const before = await (await page.request.get(`/api/v1/units/${id}/as-of?on=${yesterday}`)).json()
  const name = `${fresh('新')}股`
  await send(page, 'POST', `units/${id}:rename`, { name, effective_on: today, reason: '机构改革', basis: null })
  await page.reload()
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
  await expect(then.getByText(name, { exact: true })).toBeVisible()
  await day.fill(yesterday)
  await expect(then.getByText(before.name, { exact: true })).toBeVisible()
  await expect(then.getByText(name, { exact: true })).toHaveCount(0)
  await day.fill('1990-01-01')
  await expect(then.getByText('这一天还没有这个单位的记录')).toBeVisible()
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
