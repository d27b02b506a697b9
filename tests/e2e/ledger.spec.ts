import { expect, logInAs, pick, test } from './fixtures'

test('an auditor narrows the record and opens one entry with its commitment', async ({ page }) => {
  await logInAs(page, 'auditor')
  await page.goto('/ledger')
  await pick(page, '对象类别', '学校')
  await pick(page, '动作', '修改')
  await expect(page).toHaveURL(/object_type=school/)
  await expect(page).toHaveURL(/action=school.updated/)
  const rows = page.getByRole('table').locator('tbody tr')
  await expect(rows.filter({ hasText: '登记' })).toHaveCount(0)
  await page.reload()
  await rows.first().getByRole('button').click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('school.updated')).toBeVisible()
  await expect(drawer.getByText(/^[0-9a-f]{64}$/).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await expect(rows.first().getByRole('button')).toBeFocused()
})

test('the record goes on, fifty entries at a time', async ({ page }) => {
  await logInAs(page, 'auditor')
  await page.goto('/ledger?object_type=school')
  const rows = page.getByRole('table').locator('tbody tr')
  await expect(rows).toHaveCount(50)
  await page.getByRole('button', { name: '再看一些' }).click()
  await expect(rows).toHaveCount(100)
})

test('an auditor verifies the record, and takes out a head and a proof', async ({ page }) => {
  await logInAs(page, 'auditor')
  await page.goto('/ledger')
  await page.getByRole('button', { name: '立即核验' }).click()
  await expect(page.getByText(/核对了 [\d,]+ 条记录.*没有发现改动/)).toBeVisible({ timeout: 30_000 })
  const head = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载树头' }).click()
  expect((await head).suggestedFilename()).toMatch(/^qinglian-[0-9a-f]{16}-1-\d{12}\.head$/)
  await page.getByRole('table').locator('tbody tr').nth(5).getByRole('button').click()
  const proof = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: /证明/ }).click()
  expect((await proof).suggestedFilename()).toMatch(/^ledger-\d+\.tlog-proof$/)
})

test('who may read the ledger takes a proof from a history, others see no such button', async ({ page }) => {
  await logInAs(page, 'principal')
  await page.goto('/schools')
  await page.getByRole('table').locator('tbody tr').first().getByRole('link').first().click()
  await expect(page.getByRole('button', { name: /证明/ })).toHaveCount(0)
})

test('a day without changes is said to be one', async ({ page }) => {
  await logInAs(page, 'auditor')
  await page.goto('/ledger?until=2020-01-01')
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  await page.getByRole('button', { name: '清除条件' }).first().click()
  await expect(page.getByRole('table').locator('tbody tr').first()).toBeVisible()
})

test('who may not read the ledger has no door to it', async ({ page }) => {
  await logInAs(page, 'principal')
  await page.goto('/ledger')
  await expect(page).toHaveURL(/forbidden/)
})
