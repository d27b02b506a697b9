import { randomUUID } from 'node:crypto'
import type { Browser, Page } from '@playwright/test'
import { barriers, expect, logInAs, send } from './fixtures'

export const PHONE = { width: 360, height: 740 }

export async function clean(page: Page) {
  await expect(page.locator('h1').first()).toBeVisible() // the page is there, not only its address
  expect(await barriers(page)).toEqual([])
}
/** Somebody in a browser of their own. */
export async function as(browser: Browser, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await logInAs(page, name)
  return page
}
/** Whoever holds a receipt: a phone, and no log-in. */
export const reporter = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ viewport: PHONE })).newPage()

export const rowsOf = async (page: Page, path: string) => (await page.request.get(`/api/v1/${path}`)).json()
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
export const act = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first()
export const drawer = (page: Page) => page.getByRole('dialog').last()
/** Says a verb in its drawer. */
export async function say(page: Page, name: string) {
  await drawer(page).getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}
export async function open(page: Page, id: string) {
  await page.goto(`/complaints/${id}`)
  await expect(page.getByRole('heading', { name: '经过' })).toBeVisible()
}
/** A move of a case without its page, with the revision that is there now. */
export async function move(page: Page, id: string, verb: string, body: object = {}) {
  const { revision } = await rowsOf(page, `complaints/${id}`)
  return send(page, 'POST', `complaints/${id}:${verb}`, body, revision)
}
/** Enters a case without the page. */
export async function enter(page: Page, told: object): Promise<string> {
  const { csrf_token } = await rowsOf(page, 'auth/session')
  const headers = {
    'X-CSRF-Token': csrf_token,
    'Idempotency-Key': randomUUID(),
  }
  const answer = await page.request.post('/api/v1/complaints', {
    headers,
    data: told,
  })
  expect(answer.ok(), await answer.text()).toBe(true)
  return (await answer.json()).id
}
/** Brings a case to its handler without the pages. */
export async function give(browser: Browser, clerk: Page, id: string, subjects: object[]): Promise<Page> {
  await move(clerk, id, 'screen')
  await move(clerk, id, 'match', { subjects, complete: true })
  await move(clerk, id, 'accept', { track: 'S', severity: 'general' })
  const head = await as(browser, 'head')
  const { handlers, units } = await rowsOf(head, `complaints/${id}/handlers`)
  const who = handlers.find((one: { name: string }) => one.name === '覃德昌').id
  await move(head, id, 'assign', { handler_id: who, unit_id: units[0].id })
  return head
}
/** What the receipt shows, once the crossing has put it out. */
export async function follow(page: Page, receipt: string, shown: string) {
  await expect(async () => {
    await page.goto('/portal/follow')
    await page.getByLabel('回执码').fill(receipt)
    await page.getByRole('button', { name: '查看' }).click()
    await expect(page.getByRole('heading', { name: shown })).toBeVisible({
      timeout: 3_000,
    })
  }).toPass({ timeout: 60_000 })
}
