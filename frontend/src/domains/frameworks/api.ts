import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, apiUrl, body, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Framework = Schemas['FrameworkOut']
export type FrameworkRow = Schemas['FrameworkRow']
export type VersionRow = Schemas['VersionRow']
export type Version = Schemas['VersionOut']
export type Package = Schemas['PackageRow']
export type Rule = Schemas['RuleDocument']
export type Finding = Schemas['Finding']
export type Change = Schemas['ChangeOut']
export type Move = Schemas['MoveOut']
/** The header of a version: everything but its indicators. */
export type Header = Schemas['HeaderDocument']
/** An indicator of a published document, with those below it. */
export type Indicator = Schemas['IndicatorDocument'] & { children?: Indicator[] }

type ListQuery = NonNullable<paths['/api/v1/frameworks']['get']['parameters']['query']>

/** The URL holds every filter as text; the server reads it as what it is. */
export const listFrameworks = (query: object) =>
  body(api.GET('/api/v1/frameworks', { params: { query: query as ListQuery } }))
export const createFramework = (framework: Schemas['FrameworkIn']) =>
  body(api.POST('/api/v1/frameworks', { body: framework }))
export const adoptPackage = (unit_id: string, code: string) =>
  body(api.POST('/api/v1/frameworks:adopt', { body: { unit_id, code } }))
export const importPackage = (unit_id: string, document: unknown) =>
  body(
    api.POST('/api/v1/frameworks:import-package', {
      body: { unit_id, document: document as Schemas['FrameworkDocument'] },
    }),
  )
export const frameworkHistory = (id: string, cursor: string | undefined) =>
  body(
    api.GET('/api/v1/frameworks/{framework_id}/history', {
      params: { path: { framework_id: id }, query: { cursor, limit: 50 } },
    }),
  )
export const startDraft = (id: string, version: string, from: string | null) =>
  body(
    api.POST('/api/v1/frameworks/{framework_id}/draft', {
      params: { path: { framework_id: id } },
      body: { version, from_version_id: from },
    }),
  )
export const cloneVersion = (id: string, wanted: Schemas['CloneIn']) =>
  body(
    api.POST('/api/v1/framework-versions/{version_id}:clone', { params: { path: { version_id: id } }, body: wanted }),
  )
export const retireVersion = (id: string, reason: string) =>
  body(
    api.POST('/api/v1/framework-versions/{version_id}:retire', {
      params: { path: { version_id: id } },
      body: { reason },
    }),
  )

/** Address of a version as a file; the reading is recorded. */
export const exportUrl = (id: string, format: 'json' | 'xlsx') =>
  apiUrl(`/api/v1/framework-versions/${id}/export`, { format })

export const useFramework = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['frameworks', 'one', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/frameworks/{framework_id}', { params: { path: { framework_id: toValue(id) } } })),
  })
export const usePackages = () =>
  useQuery({ queryKey: ['frameworks', 'packages'], queryFn: () => body(api.GET('/api/v1/frameworks/packages')) })
/** A published version never changes; only its retirement is news. */
export const useVersion = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['frameworks', 'version', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/framework-versions/{version_id}', { params: { path: { version_id: toValue(id) } } })),
    enabled: computed(() => !!toValue(id)),
  })
export const useDifferences = (id: MaybeRefOrGetter<string>, against: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['frameworks', 'diff', toValue(id), toValue(against)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/framework-versions/{version_id}/diff', {
          params: { path: { version_id: toValue(id) }, query: { against: toValue(against) } },
        }),
      ),
    enabled: computed(() => !!toValue(id) && !!toValue(against)),
  })
/** What would become of entries made for `from` when they move to `to`. */
export const useMigration = (from: MaybeRefOrGetter<string>, to: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['frameworks', 'migration', toValue(from), toValue(to)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/framework-versions/{version_id}/migration', {
          params: { path: { version_id: toValue(from) }, query: { to: toValue(to) } },
        }),
      ),
    enabled: computed(() => !!toValue(from) && !!toValue(to)),
  })
