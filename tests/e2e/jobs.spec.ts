import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, logInAs, test } from './fixtures'

async function startExport(page: Page, format: RegExp) {
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await page.getByRole('menuitem', { name: format }).click()
}
const shown = (page: Page) => page.getByRole('region', { name: '导出学校' })

test('an export is made in the background, comes by itself and waits for who returns', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/schools?type=special')
  const waiting = page.waitForEvent('download')
  await startExport(page, /NDJSON（/)
  const file = await waiting
  expect(file.suggestedFilename()).toMatch(/^学校_\d{8}\.ndjson$/)
  // One school, and the line that says that the file is whole.
  const [school = '', end = ''] = readFileSync(await file.path(), 'utf-8').split('\n')
  expect(JSON.parse(school).type).toBe('special')
  expect(JSON.parse(end)).toHaveProperty('@end')

  await page.getByRole('link', { name: '概览' }).first().click()
  await expect(page).toHaveURL(/overview/)
  await page.goBack()
  await expect(shown(page)).toContainText('做完了')
  await page.reload()
  const again = page.waitForEvent('download')
  await shown(page).getByRole('button', { name: '下载' }).click()
  expect((await again).suggestedFilename()).toBe(file.suggestedFilename())
  await shown(page).getByRole('button', { name: '收起' }).click()
  await expect(shown(page)).toHaveCount(0)
})

test('every task stands in the list that the person menu leads to', async ({ page }) => {
  await logInAs(page, 'reviewer')
  await page.goto('/schools')
  const waiting = page.waitForEvent('download')
  await startExport(page, /CSV/)
  await waiting
  await page.locator('.icon-button.person').click()
  await page.getByRole('menuitem', { name: '后台任务' }).click()
  const row = page.getByRole('row', { name: /导出学校/ }).first()
  await expect(row).toContainText('做完了')
  await expect(row).toContainText(/学校_\d{8}\.csv/)
})

test('a task that ended meanwhile cannot be cancelled, and the page says so', async ({ page }) => {
  await logInAs(page, 'leader')
  // What the page saw last: the job at work. The server knows better.
  let truth = ''
  await page.route('**/api/v1/jobs/*', async (route) => {
    const answer = await route.fetch()
    const real = await answer.json()
    truth = real.state
    const job = { ...real, state: 'running', done: 1200, total: 2211, output: null, finished_at: null }
    await route.fulfill({ response: answer, json: job })
  })
  await page.goto('/schools')
  await startExport(page, /CSV/)
  await expect(shown(page)).toContainText('1,200 / 2,211')
  await expect.poll(() => truth).toBe('succeeded')
  await shown(page).getByRole('button', { name: '取消' }).click()
  await expect(page.locator('.toast')).toContainText('任务已经结束')
})

test('a failed task says why', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.route('**/api/v1/jobs/*', async (route) => {
    const answer = await route.fetch()
    const error = { code: 'job.right_lost', title: '任务的发起人已经没有这项权限，没有继续做。' }
    await route.fulfill({ response: answer, json: { ...(await answer.json()), state: 'failed', output: null, error } })
  })
  await page.goto('/schools')
  await startExport(page, /XLSX/)
  await expect(shown(page)).toContainText('已经没有这项权限')
})
