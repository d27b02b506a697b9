import type { Schemas } from '@/client/api'

export type Purpose = Schemas['PurposeOut']
export type Fault = 'type' | 'empty' | 'size'

export const extensionOf = (name: string) => name.slice(name.lastIndexOf('.') + 1).toLowerCase()

/** What is against a file before it is sent; the server looks at its content later. */
export function faultOf(file: { name: string; size: number }, purpose: Pick<Purpose, 'limits'>): Fault | null {
  const limit = purpose.limits[extensionOf(file.name)]
  if (limit === undefined) return 'type'
  if (!file.size) return 'empty'
  return file.size > limit ? 'size' : null
}

/** Under which name the address of an unfinished upload is kept: the same file chosen again goes on. */
export const memoryOf = (purpose: string, file: Pick<File, 'name' | 'size' | 'lastModified'>) =>
  `upload:${purpose}:${file.name}:${file.size}:${file.lastModified}`
