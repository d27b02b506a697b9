import { computed, ref, watch } from 'vue'
import { useRouter } from 'vue-router'
import { useDraft } from '@/shared/lib/draft'
import { act, changeImport, usePreview, type FileOptions } from './api'
import { useActing } from './acting'
import { carryOver, documentOf, draftOf, proposedDraft, type Draft } from './mapping'
import type { Import, ImportType, MappingDocument } from './types'

/** By what a row, and what it refers to, are known; null: the usual way. */
export interface Identity {
  id_scheme: string | null
  references: Record<string, string>
}
interface Kept {
  draft: Draft | null
  headers: string[]
  file: FileOptions
  identity: Identity
}

const fileOf = ({ sheet, header_row, encoding, delimiter }: FileOptions): FileOptions => ({
  sheet,
  header_row,
  encoding,
  delimiter,
})

/** The mapping of one import while it is edited: kept in this tab until it is checked. */
export function useMapping(now: () => Import, type: () => ImportType) {
  const one = now()
  const router = useRouter()
  const acting = useActing(() => one.id)
  const file = ref(fileOf(one))
  const identity = ref<Identity>({ id_scheme: one.id_scheme, references: { ...one.references } })
  const draft = ref<Draft | null>(null)
  let headers: string[] = []

  const { restored, forget } = useDraft<Kept>(
    `import:${one.id}`,
    () => ({ draft: draft.value, headers, file: file.value, identity: identity.value }),
    (kept) => {
      draft.value = kept.draft
      headers = kept.headers
      file.value = kept.file
      identity.value = kept.identity
    },
  )
  const query = usePreview(one.id, file)

  /** What a look at the file gives: the draft of before goes on as far as the headings are the same. */
  watch(
    query.data,
    (preview) => {
      if (!preview) return
      const same = headers.join('\n') === preview.headers.join('\n')
      const fresh = () => proposedDraft(preview)
      if (!draft.value) draft.value = one.mapping ? draftOf(preview.headers, one.mapping) : fresh()
      else if (!same) draft.value = carryOver(draft.value, fresh())
      headers = preview.headers
    },
    { immediate: true },
  )
  const document = computed<MappingDocument | null>(
    () => draft.value && documentOf(draft.value, type().name, file.value),
  )

  function startOver() {
    forget()
    draft.value = query.data.value ? proposedDraft(query.data.value) : null
  }
  /** A saved mapping in the place of what is there; how it reads files counts as well. */
  function use(saved: MappingDocument) {
    const { sheet = null, header_row = null, encoding = null, delimiter = null } = saved
    draft.value = draftOf(headers, saved)
    file.value = { sheet, header_row, encoding, delimiter }
  }
  async function check() {
    const checked = await acting.act(async () => {
      const mapping = document.value as MappingDocument
      const changed = await changeImport(now(), { ...file.value, ...identity.value, mapping })
      return act(changed, 'start')
    })
    if (!checked) return
    forget()
    await router.replace({ name: 'import', params: { id: one.id } })
  }
  return {
    file,
    identity,
    draft,
    restored,
    document,
    preview: query.data,
    error: query.error,
    retry: () => query.refetch(),
    busy: acting.busy,
    problem: acting.problem,
    startOver,
    use,
    check,
  }
}
