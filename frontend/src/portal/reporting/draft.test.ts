import { describe, expect, it } from 'vitest'
import type { Category, Place, Portal } from '../api'
import { ZH } from '../words.zh'
import { emptyDraft, identityFaults, letterOf, matching, matterFaults } from './draft'
import { fileFault } from './files'

const CANTEEN = {
  code: '0401',
  fields: [{ code: 'meal', required: true }],
} as unknown as Category
const PORTAL = { privacy: { version: '2026-11-28' } } as Portal
const SCHOOL: Place = { id: 'a', name: '澜溪县第一小学', kind: 'school', within: '城关学区' }
const OFFICE: Place = { id: 'b', name: '澜溪县教育局第一股', kind: 'section', within: '' }

describe('what happened', () => {
  it('is asked for everything at once', () => {
    expect(Object.keys(matterFaults(emptyDraft(), undefined, 100, ZH))).toEqual(['place', 'category', 'text'])
  })

  it('asks what the matter asks, and how much is too much', () => {
    const draft = { ...emptyDraft(), unit: SCHOOL, category: '0401', text: '字'.repeat(101) }
    const faults = matterFaults(draft, CANTEEN, 100, ZH)
    expect(faults).toEqual({ text: ZH.report.long(101, 100), 'answer-meal': ZH.report.noAnswer })
    const full = { ...draft, text: '字'.repeat(20), answers: { meal: '午餐' } }
    expect(matterFaults(full, CANTEEN, 100, ZH)).toEqual({})
  })
})

describe('who reports', () => {
  it('asks nothing of the anonymous', () => {
    expect(identityFaults(emptyDraft(), ZH)).toEqual({})
  })

  it('asks a name and one way to be reached', () => {
    const draft = { ...emptyDraft(), named: true }
    expect(Object.keys(identityFaults(draft, ZH))).toEqual(['name', 'phone'])
    draft.identity = { name: '温素琴', phone: '', address: '城关镇', relation: '' }
    expect(identityFaults(draft, ZH)).toEqual({})
  })
})

describe('the letter', () => {
  it('holds no identity of the anonymous, whatever was typed before', () => {
    const draft = { ...emptyDraft(), text: ' 食堂 ', unit: SCHOOL, place: '第一', answers: { meal: '', day: '周三' } }
    draft.identity.name = '温素琴'
    const letter = letterOf(draft, PORTAL, 'zh-CN')
    expect(letter.identity).toBeNull()
    expect(letter).toMatchObject({ text: '食堂', unit_id: 'a', place: null, answers: { day: '周三' } })
  })

  it('leaves out what a named reporter left empty', () => {
    const draft = { ...emptyDraft(), named: true, place: '云岭小学' }
    draft.identity = { name: '温素琴', phone: '13900001111', address: '', relation: '' }
    const letter = letterOf(draft, PORTAL, 'en')
    expect(letter.identity).toEqual({ name: '温素琴', phone: '13900001111' })
    expect(letter).toMatchObject({ unit_id: null, place: '云岭小学', category: null, language: 'en' })
  })
})

describe('places', () => {
  it('are found by any part of their names, schools first', () => {
    expect(matching([OFFICE, SCHOOL], '第一')).toEqual([SCHOOL, OFFICE])
    expect(matching([OFFICE, SCHOOL], '澜溪 小学')).toEqual([SCHOOL])
  })

  it('are not all shown before something is typed', () => {
    expect(matching([OFFICE, SCHOOL], ' ')).toEqual([])
  })
})

describe('files', () => {
  it('are taken by their endings and sizes', () => {
    const fault = (name: string, size: number) =>
      fileFault(new File([new Uint8Array(size)], name), ['jpg', 'pdf'], 100, ZH)
    expect(fault('a.JPG', 100)).toBe('')
    expect(fault('a.exe', 1)).toBe(ZH.report.fileType('jpg、pdf'))
    expect(fault('a.pdf', 0)).toBe(ZH.report.fileEmpty)
    expect(fault('a.pdf', 101)).toBe(ZH.report.fileLarge(0))
  })
})
