import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { barriers, expect, freshName, logInAs, pick, send, test } from './fixtures'

const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const list = async (page: Page, path: string) => (await (await page.request.get(`/api/v1/${path}`)).json()).items

/** A decision on a purchase, of a meeting that the clerk recorded and the principal filed; who reads on is the principal. */
async function decided(page: Page, title: string): Promise<{ id: string; unit: string }> {
  await logInAs(page, 'clerk')
  const [{ id: unit }] = await list(page, 'units?size=1')
  const people: string[] = (await list(page, 'persons?size=3')).map(({ id }: { id: string }) => id)
  const held = dayFrom(-1)
  const meeting = await send(page, 'POST', 'meetings', {
    unit_id: unit,
    type: 'party_organization_meeting',
    held_at: `${held}T14:30:00+08:00`,
    chair_id: people[0],
    attendance: people.map((person_id) => ({ person_id })),
    topics: [
      {
        ...{ title, category: 'large_fund_use', matter_codes: ['LF01'], amount: '98000.00', status: 'discussed' },
        decision: {
          ...{ result: 'passed', text: '同意采购，由总务处办理。', approved_amount: '98000.00' },
          ...{ due_on: dayFrom(30), responsible_person_id: people[1] },
        },
      },
    ],
  })
  const submitted = await send(page, 'POST', `meetings/${meeting.id}:submit`, {}, meeting.revision)
  await logInAs(page, 'principal')
  const filed = await send(page, 'POST', `meetings/${meeting.id}:file`, {}, submitted.revision)
  return { id: filed.agenda[0].decision.id, unit }
}

/** Picks a value in an open drawer. */
async function choose(drawer: Locator, field: string, value: string): Promise<void> {
  const box = drawer.getByRole('combobox', { name: field })
  await box.focus()
  await box.press('Enter')
  await drawer.page().getByRole('option', { name: value, exact: true }).click()
}

test('a decision is filed, comes back with a reason, is filed again and approved; then it is carried out', async ({
  page,
}) => {
  test.slow()
  const title = freshName('采购多媒体设备')
  const { id } = await decided(page, title)
  const drawer = (name: string) => page.getByRole('dialog', { name, exact: true })
  const filings = page.getByRole('region', { name: '报备', exact: true })
  await page.goto(`/decisions/${id}`)
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(page.getByText('还没有报备。')).toBeVisible()

  const file = async (note: string) => {
    await filings.getByRole('button', { name: '报备报批' }).click()
    await choose(drawer('报备报批'), '种类', '报批')
    await drawer('报备报批').getByLabel('说明').fill(note)
    await drawer('报备报批').getByRole('button', { name: '保存' }).click()
    await expect(filings.getByText(note)).toBeVisible()
  }
  await file('决议和纪要随附。')
  await expect(filings.getByText('等答复')).toBeVisible()

  // The bureau objects: without a reason it may not.
  await logInAs(page, 'officer')
  await page.goto('/filings?answered=false')
  const row = page.getByRole('row').filter({ hasText: title })
  await row.getByRole('button', { name: '答复' }).click()
  await choose(drawer('答复'), '答复', '有异议')
  await drawer('答复').getByRole('button', { name: '答复' }).click()
  await expect(drawer('答复').getByText('有异议要写明理由。')).toBeVisible()
  await drawer('答复').getByLabel('内容').fill('缺三家比价。')
  await drawer('答复').getByRole('button', { name: '答复' }).click()
  await expect(row).toHaveCount(0)

  await logInAs(page, 'principal')
  await page.goto(`/decisions/${id}`)
  await expect(filings.getByText('缺三家比价。')).toBeVisible()
  await filings.getByRole('button', { name: '处理异议' }).click()
  await drawer('处理异议').getByLabel('内容').fill('已补三家报价。')
  await drawer('处理异议').getByRole('button', { name: '处理异议' }).click()
  await expect(filings.getByText('异议已处理')).toBeVisible()
  await file('补齐比价，再报。')

  await logInAs(page, 'officer')
  await page.goto('/filings?answered=false')
  await row.getByRole('button', { name: '答复' }).click()
  await drawer('答复').getByLabel('批准文号').fill('锦教批〔2026〕88号')
  await drawer('答复').getByRole('button', { name: '答复' }).click()
  await expect(row).toHaveCount(0)

  await logInAs(page, 'principal')
  await page.goto(`/decisions/${id}`)
  await expect(filings.getByText('锦教批〔2026〕88号')).toBeVisible()
  await page.getByRole('button', { name: '报告进展' }).first().click()
  await drawer('报告进展').getByLabel('内容').fill('设备到货，正在安装。')
  await drawer('报告进展').getByLabel('进度').fill('60')
  await drawer('报告进展').getByRole('button', { name: '保存' }).click()
  const execution = page.getByRole('region', { name: '执行', exact: true })
  await expect(execution.getByText('设备到货，正在安装。')).toBeVisible()

  await page.getByRole('link', { name: '变动记录' }).click()
  await expect(page.getByText('设备到货，正在安装。')).toBeVisible()
  await page.getByRole('link', { name: '决策', exact: true }).click()

  const money = page.getByRole('region', { name: '合同与支付' })
  await money.getByRole('button', { name: '登记支付' }).click()
  const payment = drawer('登记支付')
  await payment.getByRole('button', { name: '保存' }).click()
  await expect(payment.getByText('要填。')).toHaveCount(2)
  await payment.getByLabel('金额').fill('98,000')
  await payment.getByLabel('支付日期').fill(dayFrom(0))
  await payment.getByLabel('账面收款人').fill('锦岚电子科技有限公司')
  await payment.getByRole('button', { name: '保存' }).click()
  await expect(money.getByText('已付 9.80 万元')).toBeVisible()
  await money.getByRole('link', { name: '锦岚电子科技有限公司' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '锦岚电子科技有限公司' })).toBeVisible()
  await expect(page.getByRole('link', { name: title })).toBeVisible()
})

test('the proof of a decision and the yearly ledger of its school are taken home', async ({ page }) => {
  test.slow()
  const title = freshName('校园安防更新')
  const { id } = await decided(page, title)
  await page.goto(`/decisions/${id}`)
  await page.getByRole('button', { name: '存证' }).click()
  const dialog = page.getByRole('dialog', { name: '归档存证' })
  const taken = async (name: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name }).click()])
    return readFileSync(await file.path(), 'utf-8')
  }
  const document = await taken('下载文本')
  const hash = createHash('sha256').update(document).digest('hex')
  await expect(dialog.getByText(hash)).toBeVisible()
  expect(document).toContain(title)
  // It waits until the ledger has given the record its place.
  expect(await taken('下载证明')).toContain('c2sp.org/tlog-proof')
  await page.keyboard.press('Escape')

  await page.goto('/decisions')
  await page.getByRole('button', { name: '年度台账' }).click()
  const drawer = page.getByRole('dialog', { name: '年度台账' })
  const [book] = await Promise.all([
    page.waitForEvent('download'),
    drawer.getByRole('button', { name: '生成台账' }).click(),
  ])
  expect(book.suggestedFilename()).toMatch(/决策台账_\d{8}\.xlsx$/)
  await pick(page, '年份', dayFrom(-1).slice(0, 4))
  await expect(page).toHaveURL(/decided_from=\d{4}-01-01/)
  await page.getByRole('searchbox', { name: '议题、学校' }).fill('校园安防更新')
  await expect(page.getByRole('link', { name: title })).toBeVisible()

  // The bureau notes several filings at once.
  for (const kind of ['pre_filing', 'post_filing']) await send(page, 'POST', `decisions/${id}/filings`, { kind })
  await logInAs(page, 'officer')
  await page.goto('/filings?answered=false')
  const rows = page.getByRole('row').filter({ hasText: title })
  await rows.first().locator('.el-checkbox').click()
  await rows.last().locator('.el-checkbox').click()
  await page.getByRole('button', { name: '备案 2 件' }).click()
  await page.getByRole('dialog', { name: '一起备案' }).getByRole('button', { name: '备案 2 件' }).click()
  await expect(page.getByText('已答复 2 件')).toBeVisible()
  await expect(rows).toHaveCount(0)
})

for (const { width, locale, theme } of [
  { width: 1280, locale: 'zh-CN', theme: 'light' },
  { width: 360, locale: 'en', theme: 'dark' },
])
  test(`no page of records has a barrier: ${theme}, ${locale}, ${width} px`, async ({ page }) => {
    test.slow()
    await logInAs(page, 'clerk')
    const [{ id: unit }] = await list(page, 'units?size=1')
    const [supplier] = await list(page, 'suppliers?size=1')
    const contract = await send(page, 'POST', 'contracts', {
      ...{ unit_id: unit, title: freshName('多媒体设备采购合同'), amount: '98000.00', signed_on: dayFrom(-3) },
      ...{ supplier_id: supplier.id, items: [{ name: '投影仪', amount: '98000.00', unit_price: '4900.00' }] },
    })
    const [payment] = await list(page, 'payments?size=1')
    const [done] = await list(page, 'decisions?size=1&status=evaluated')
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript(
      (look) => Object.entries(look).forEach(([key, value]) => localStorage.setItem(key, value)),
      { locale, theme },
    )
    const inspect = async (path: string) => {
      expect.soft(await barriers(page), path).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width)
    }
    const visit = async (path: string) => {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      await inspect(path)
    }
    for (const path of ['/decisions', '/decisions/executions', '/payments', '/contracts', '/suppliers'])
      await visit(path)
    await visit(`/payments/${payment.id}`)
    await visit(`/contracts/${contract.id}`)
    await visit(`/suppliers/${supplier.id}`)
    await visit(`/decisions/${done.id}`)
    await visit(`/decisions/${done.id}/history`)
    await visit(`/schools/${unit}`)
    await page.goto('/payments')
    await page.getByRole('button', { name: locale === 'en' ? 'Record a payment' : '登记支付' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await inspect('/payments, the form')
    await logInAs(page, 'officer')
    await visit('/filings')
  })
