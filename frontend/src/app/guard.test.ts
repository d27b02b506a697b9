import { describe, expect, it } from 'vitest'
import { decide } from './guard'

type Target = Parameters<typeof decide>[0]
const to = (name: string, meta: Partial<Target['meta']> = {}): Target => ({
  name,
  fullPath: `/${name}?q=1`,
  meta: { title: name, ...meta },
})
const visitor = { loggedIn: true, mustChange: false, mustEnrol: false, can: () => true, firstPage: () => 'schools' }

describe('a stranger', () => {
  const stranger = { ...visitor, loggedIn: false }

  it('is asked to log in and led back afterwards', () =>
    expect(decide(to('accounts'), stranger)).toEqual({ name: 'login', query: { next: '/accounts?q=1' } }))
  it('may open public pages', () => expect(decide(to('login', { public: true }), stranger)).toBe(true))
})

describe('a person with an initial password', () => {
  const newcomer = { ...visitor, mustChange: true }

  it('changes it first', () => expect(decide(to('accounts'), newcomer)).toEqual({ name: 'password' }))
  it('may open the page for it', () => expect(decide(to('password'), newcomer)).toBe(true))
})

describe('a person whose roles demand a second factor', () => {
  const due = { ...visitor, mustEnrol: true }

  it('sets it up first', () => expect(decide(to('accounts'), due)).toEqual({ name: 'security' }))
  it('may open the page for it', () => expect(decide(to('security'), due)).toBe(true))
  it('changes an initial password before', () =>
    expect(decide(to('security'), { ...due, mustChange: true })).toEqual({ name: 'password' }))
})

describe('a person who is logged in', () => {
  it('may open the invitation of somebody else', () =>
    expect(decide(to('invitation', { public: true }), visitor)).toBe(true))
  it('does not log in again', () => expect(decide(to('login', { public: true }), visitor)).toEqual({ name: 'home' }))
  it('starts at the first page of the menu', () => expect(decide(to('home'), visitor)).toEqual({ name: 'schools' }))
  it('is welcomed when the roles open no page', () =>
    expect(decide(to('home'), { ...visitor, firstPage: () => undefined })).toBe(true))
  it('is told when a page is closed', () =>
    expect(decide(to('roles', { permission: 'account.read' }), { ...visitor, can: () => false })).toEqual({
      name: 'forbidden',
    }))
})
