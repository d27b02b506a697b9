import { barriers, expect, logInAs, send, test } from './fixtures'

const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)

test('a problem is sent, put right by the school and struck off by another', async ({ browser, page }) => {
  await logInAs(page, 'clerk')
  const session = await (await page.request.get('/api/v1/auth/session')).json()
  const unit_id = session.grants[0].unit.id
  const title = `食堂验收记录缺签字 ${Date.now()}`

  const above = await (await browser.newContext()).newPage()
  await logInAs(above, 'inspector')
  const found = await send(above, 'POST', 'rectifications/problems', {
    ...{ unit_id, title, kind: 'canteen', cause: 'execution' },
    found_on: day(-1),
  })
  await page.goto(`/rectifications/problems?q=${encodeURIComponent(title)}`)
  await expect(page.getByText('0 条', { exact: true })).toBeVisible()

  await above.goto(`/rectifications/problems/${found.id}`)
  await above.getByRole('button', { name: '下达', exact: true }).click()
  await expect(above.getByText('下达单位')).toBeVisible()
  const { revision } = await (await above.request.get(`/api/v1/rectifications/problems/${found.id}`)).json()
  const path = `rectifications/problems/${found.id}`
  await send(above, 'POST', `${path}:assign`, { due_on: day(30), tasks: [{ measure: '补齐签字' }] }, revision)

  await page.goto('/rectifications')
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('button', { name: '开始整改' }).click()
  await page.getByRole('button', { name: '完成 补齐签字' }).click()
  await page.getByLabel('做了什么').fill('九月以来的验收单已全部补签')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: '提交验收' }).click()
  await page.getByLabel('整改情况').fill('已补齐，今后每日核对')
  await page.getByRole('dialog').getByRole('button', { name: '提交验收' }).click()
  await expect(page.getByText('待验收')).toBeVisible()
  expect(await barriers(page)).toEqual([])

  await above.reload()
  await above.getByRole('button', { name: '验收销号' }).click()
  await above.getByLabel('验收意见').fill('抽查十天，签字齐全')
  await above.getByRole('dialog').getByRole('button', { name: '验收销号' }).click()
  await expect(above.locator('#main').getByText('已销号', { exact: true })).toBeVisible()
  await above.context().close()
})
