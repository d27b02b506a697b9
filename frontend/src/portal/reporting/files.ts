import type { Words } from '../words.zh'

/** Why a file is not taken; empty when it is. */
export function fileFault(file: File, types: string[], most: number, words: Words): string {
  const ending = file.name.split('.').pop()?.toLowerCase() ?? ''
  if (!types.includes(ending)) return words.report.fileType(types.join('、'))
  if (!file.size) return words.report.fileEmpty
  return file.size > most ? words.report.fileLarge(Math.floor(most / 2 ** 20)) : ''
}

/** Sizes as people read them. */
export const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1)
