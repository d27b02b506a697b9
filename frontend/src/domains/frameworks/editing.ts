import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'

export type Draft = Schemas['DraftOut']
export type DraftNode = Schemas['DraftNode']
export type IndicatorChanges = Schemas['IndicatorChanges']
export type HeaderChanges = Schemas['HeaderChanges']
export type TablePreview = Schemas['TablePreview']

const draftOf = (framework: string) => ({ path: { framework_id: framework } })
/** A change to the node that was read; refused with 412 when somebody else was faster. */
const nodeOf = (framework: string, { id, revision }: Pick<DraftNode, 'id' | 'revision'>) => ({
  path: { framework_id: framework, node_id: id },
  header: ifMatch(revision),
})

export const useFrameworkDraft = (framework: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['frameworks', 'draft', toValue(framework)]),
    queryFn: () => body(api.GET('/api/v1/frameworks/{framework_id}/draft', { params: draftOf(toValue(framework)) })),
  })
export const changeHeader = (framework: string, revision: number, header: HeaderChanges) =>
  body(
    api.PATCH('/api/v1/frameworks/{framework_id}/draft', {
      params: { ...draftOf(framework), header: ifMatch(revision) },
      body: { header },
    }),
  )
export const discardDraft = (framework: string) =>
  body(api.DELETE('/api/v1/frameworks/{framework_id}/draft', { params: draftOf(framework) }))
export const addNode = (framework: string, node: Schemas['NodeIn']) =>
  body(api.POST('/api/v1/frameworks/{framework_id}/draft/nodes', { params: draftOf(framework), body: node }))
export const changeNode = (framework: string, node: DraftNode, indicator: IndicatorChanges) =>
  body(
    api.PATCH('/api/v1/frameworks/{framework_id}/draft/nodes/{node_id}', {
      params: nodeOf(framework, node),
      body: { indicator },
    }),
  )
export const moveNode = (framework: string, node: DraftNode, parent_id: string | null, position: number) =>
  body(
    api.POST('/api/v1/frameworks/{framework_id}/draft/nodes/{node_id}:move', {
      params: nodeOf(framework, node),
      body: { parent_id, position },
    }),
  )
export const deleteNode = (framework: string, node: DraftNode) =>
  body(
    api.DELETE('/api/v1/frameworks/{framework_id}/draft/nodes/{node_id}', {
      params: { ...nodeOf(framework, node), query: { subtree: true } },
    }),
  )
export const validateDraft = (framework: string) =>
  body(api.POST('/api/v1/frameworks/{framework_id}/draft:validate', { params: draftOf(framework) }))
export const publishDraft = (framework: string) =>
  body(api.POST('/api/v1/frameworks/{framework_id}/draft:publish', { params: draftOf(framework) }))

/** An example that the server reckons: what a rule makes of some inputs. */
export const tryRule = (wanted: Schemas['TryRuleIn']) => body(api.POST('/api/v1/frameworks:try-rule', { body: wanted }))
/** A scoring sentence as counties write it, read as a rule where it can be. */
export const recognize = (sentence: string, points: string) =>
  body(api.POST('/api/v1/frameworks:recognize', { body: { sentence, points } }))

export const previewTable = (framework: string, table: Schemas['TableIn']) =>
  body(api.POST('/api/v1/frameworks/{framework_id}/draft:preview-table', { params: draftOf(framework), body: table }))
export const importTable = (framework: string, table: Schemas['TableIn']) =>
  body(api.POST('/api/v1/frameworks/{framework_id}/draft:import-table', { params: draftOf(framework), body: table }))
