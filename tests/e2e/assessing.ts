import type { Page } from '@playwright/test'
import { freshName, logInAs, send } from './fixtures'

export const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10)
const first = async (page: Page, path: string) => (await (await page.request.get(`/api/v1/${path}`)).json()).items[0]

/** The school of the demo's clerk and principal, and the district that it lies in. */
export async function ownSchool(page: Page): Promise<{ id: string; name: string; parent: string }> {
  await logInAs(page, 'clerk')
  const { id, name } = await first(page, 'units?kind=school')
  const { parent } = await (await page.request.get(`/api/v1/schools/${id}`)).json()
  return { id, name, parent: parent.id }
}

/** A draft of the bureau's, by the shipped framework unless `change` names another version. */
export async function draftCampaign(page: Page, change: object = {}): Promise<{ id: string; title: string }> {
  await logInAs(page, 'officer')
  const [unit, framework] = await Promise.all([
    first(page, 'units?kind=bureau'),
    first(page, 'frameworks?q=QLXX-REF-100'),
  ])
  const code = freshName('way')
  return send(page, 'POST', 'assessments/campaigns', {
    unit_id: unit.id,
    version_id: framework.latest.id,
    code,
    title: code,
    cycle: '2026',
    period_first_on: '2026-01-01',
    period_last_on: '2026-12-31',
    windows: [
      { round: 'self', opens_on: day(-3), closes_on: day(10) },
      { round: 'county', opens_on: day(-1), closes_on: day(30) },
    ],
    ...change,
  })
}

/** The campaign, open to these schools; its enrolments in their order. */
export async function openTo(page: Page, id: string, schools: readonly string[]): Promise<string[]> {
  await logInAs(page, 'officer')
  const path = `assessments/campaigns/${id}`
  if (schools.length) await send(page, 'POST', `${path}/enrolments`, { scope: { unit_ids: schools }, dry_run: false })
  const { revision } = await (await page.request.get(`/api/v1/${path}`)).json()
  await send(page, 'POST', `${path}:open`, {}, revision)
  const found = schools.map((school) => first(page, `${path}/enrolments?unit=${school}`))
  return (await Promise.all(found)).map((one) => one.id)
}

/** The bureau's own framework, made from the shipped one and published by another person. */
export async function ownFramework(page: Page): Promise<{ framework: string; version: string }> {
  await logInAs(page, 'officer')
  const [unit, shipped] = await Promise.all([
    first(page, 'units?kind=bureau'),
    first(page, 'frameworks?q=QLXX-REF-100'),
  ])
  const made = await send(page, 'POST', `framework-versions/${shipped.latest.id}:clone`, {
    unit_id: unit.id,
    code: freshName('W'),
    title: freshName('体系'),
    version: '1',
  })
  return { framework: made.id, version: await published(page, made.id) }
}
async function published(page: Page, framework: string): Promise<string> {
  await send(page, 'POST', `frameworks/${framework}/draft:validate`, {})
  await logInAs(page, 'leader')
  const { id } = await send(page, 'POST', `frameworks/${framework}/draft:publish`, {})
  await logInAs(page, 'officer')
  return id
}
/** The next version of it, in which A1 is called otherwise. */
export async function newerVersion(page: Page, { framework, version }: { framework: string; version: string }) {
  await logInAs(page, 'officer')
  const draft = await send(page, 'POST', `frameworks/${framework}/draft`, { version: '2', from_version_id: version })
  const node = draft.nodes.find(({ indicator }: { indicator: { code: string } }) => indicator.code === 'A1')
  await send(
    page,
    'PATCH',
    `frameworks/${framework}/draft/nodes/${node.id}`,
    { indicator: { title: '责任落实' } },
    node.revision,
  )
  return published(page, framework)
}
