import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { Matter } from './api'

/** The catalogue of matters (事项清单): what is decided collectively, after which steps and by which bodies. */
export type Catalogue = Schemas['MatterCatalogue']
export type MatterIn = Required<Schemas['MatterIn']>
type Read = { id: string; revision: number }

const at = ({ id, revision }: Read) => ({ params: { path: { matter_id: id }, header: ifMatch(revision) } })

export const adoptMatters = (unit_id: string): Promise<Catalogue> =>
  body(api.POST('/api/v1/matters:adopt', { body: { unit_id } }))
export const createMatter = (unit: string, wanted: MatterIn): Promise<Catalogue> =>
  body(api.POST('/api/v1/matters', { params: { query: { unit } }, body: wanted }))
export const changeMatter = (one: Read, patch: Schemas['MatterPatch']): Promise<Catalogue> =>
  body(api.PATCH('/api/v1/matters/{matter_id}', { ...at(one), body: patch }))
export const removeMatter = (one: Read): Promise<Catalogue> => body(api.DELETE('/api/v1/matters/{matter_id}', at(one)))

export const FLAGS = ['always_collective', 'needs_approval', 'needs_publicity', 'public_interest'] as const
export const blankMatter = (): MatterIn => ({
  ...{ code: '', category: 'major_decision', name: '', required_steps: [], meeting_sequence: [], basis: null },
  ...{ needs_approval: false, needs_publicity: false, public_interest: false, always_collective: true },
  disclosure: 'internal',
})
/** What a form begins with: the matter as it is. */
export function givenOf(matter: Matter): MatterIn {
  const { code, category, name, required_steps, meeting_sequence, basis, disclosure, ...flags } = matter
  return {
    ...{ code, category, name, basis, disclosure },
    ...{ required_steps: [...required_steps], meeting_sequence: [...meeting_sequence] },
    ...{ always_collective: flags.always_collective, needs_approval: flags.needs_approval },
    ...{ needs_publicity: flags.needs_publicity, public_interest: flags.public_interest },
  }
}
/** Matters by part of their code or name. */
export const withWords = (matters: readonly Matter[], words: string) =>
  matters.filter(({ code, name }) => `${code} ${name}`.toLowerCase().includes(words.trim().toLowerCase()))
