import { defineStore } from 'pinia'
import { api, body, connection, type Schemas } from '@/client/api'
import { Problem } from '@/client/problem'

export type Permission = Schemas['Permission']
type Session = Schemas['SessionOut']

/** The person at the screen. The server decides what they may do; this only spares them doors that are locked. */
export const useSession = defineStore('session', {
  state: () => ({ current: null as Session | null }),
  getters: {
    account: (state) => state.current?.account ?? null,
    mustChangePassword: (state) => state.current?.account.must_change_password ?? false,
    /** The bureau demands a second factor, and there is none yet. */
    mustEnrol: (state) => state.current?.account.must_enrol ?? false,
  },
  actions: {
    can(permission: Permission | undefined): boolean {
      if (!permission) return true
      return !this.mustChangePassword && !this.mustEnrol && (this.current?.permissions.includes(permission) ?? false)
    },
    accept(session: Session | null) {
      this.current = session
      connection.csrfToken = session?.csrf_token ?? ''
    },
    /** Takes up the session of the cookie; 401 only means that there is none. */
    async load() {
      try {
        this.accept(await body(api.GET('/api/v1/auth/session')))
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 401) throw error
        this.accept(null)
      }
    },
    async logIn(username: string, password: string, code?: string) {
      this.accept(await body(api.POST('/api/v1/auth/login', { body: { username, password, code } })))
    },
    /** Acts in one of the own posts, or with null in all of them; this browser only. */
    async choosePost(grant_id: string | null) {
      this.accept(await body(api.PUT('/api/v1/auth/session/post', { body: { grant_id } })))
    },
    async extend() {
      this.accept(await body(api.POST('/api/v1/auth/session:extend')))
    },
    async logOut() {
      await api.POST('/api/v1/auth/logout')
      this.accept(null)
    },
  },
})
