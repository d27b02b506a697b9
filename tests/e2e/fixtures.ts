import AxeBuilder from '@axe-core/playwright'
import { readFileSync } from 'node:fs'
import { test as base, expect, type Page } from '@playwright/test'

export { expect }

const passwords: Record<string, string> = JSON.parse(readFileSync(process.env.E2E_ACCOUNTS ?? '', 'utf-8'))

/** Log-ins of the demo county, named after the role. */
export function passwordOf(name: string): string {
  const password = passwords[name]
  if (!password) throw new Error(`The demo county has no log-in ${name}`)
  return password
}

/** A page that fails its test on a refusal of the content security policy or an error nobody caught. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) faults.push(message.text())
    })
    await use(page)
    expect(faults).toEqual([])
  },
})

/** Fills in the log-in form. */
export async function fillLogIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('账号', { exact: true }).fill(name)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** Logs in without the form, for journeys that are about something else. */
export async function logInAs(page: Page, name: string, password = passwordOf(name)): Promise<void> {
  const answer = await page.request.post('/api/v1/auth/login', {
    data: { username: name, password },
  })
  expect(answer.status()).toBe(200)
}

/** Asks the API for a change in the name of whoever is logged in: what a journey starts from, without the pages. */
export async function send(
  page: Page,
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  data: object,
  revision?: number | null,
) {
  const { csrf_token } = await (await page.request.get('/api/v1/auth/session')).json()
  const headers = { 'X-CSRF-Token': csrf_token, ...(revision == null ? {} : { 'If-Match': `"${revision}"` }) }
  const answer = await page.request.fetch(`/api/v1/${path}`, { method, headers, data })
  expect(answer.ok(), await answer.text()).toBe(true)
  return answer.json()
}

/** A user name that no other run has taken. */
export const freshName = (prefix: string) =>
  `${prefix}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`

/** Nothing slides or fades any more, but for what turns for as long as something loads. */
const still = (page: Page) =>
  page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity),
  )

/** Picks a value of a select by the keyboard, as its input lies below what it shows. */
export async function pick(page: Page, field: string | RegExp, value: string): Promise<void> {
  const box = page.getByRole('combobox', { name: field })
  // A list that moves, or whose drawer does, has gone from under the mouse when it is released.
  await still(page)
  await box.focus()
  await box.press('Enter')
  await still(page)
  await page.getByRole('option', { name: value, exact: true }).click()
}

/** What axe holds against a page as it stands, by rule; while something fades in it has the contrast of a veil. */
export async function barriers(page: Page): Promise<string[]> {
  await still(page)
  // In one go: no page has frames, and joining their results would open a page each time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
