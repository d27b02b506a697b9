import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Problem = Schemas['RectificationOut']
export type ProblemRow = Schemas['RectificationRow']
export type Task = Schemas['RectificationTaskOut']
export type Verb = Schemas['RectificationVerb']
export type Campaign = Schemas['RectificationCampaignOut']
export type CampaignRow = Schemas['RectificationCampaignRow']
export type Place = Schemas['CampaignPlaceOut']
export type PlaceRow = Schemas['CampaignPlaceRow']
export type Action = Schemas['AccountabilityActionOut']
export type ActionRow = Schemas['AccountabilityActionRow']
export type DueEntry = Schemas['DueEntry']
type Read = { id: string; revision: number }
type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } } ? Q : never

const PROBLEMS = '/api/v1/rectifications/problems'
/** A change to what was read; refused with 412 when somebody else was faster. */
const problemAt = (problem: Read) => ({
  params: { path: { problem_id: problem.id }, header: ifMatch(problem.revision) },
})

// --- Problems

/** The URL holds every filter as text; the server reads it as what it is. */
export const listProblems = (query: object) =>
  body(api.GET(PROBLEMS, { params: { query: query as Query<typeof PROBLEMS> } }))
export const findProblem = (wanted: Schemas['RectificationIn']) => body(api.POST(PROBLEMS, { body: wanted }))
export const changeProblem = (problem: Read, patch: Schemas['RectificationPatch']) =>
  body(api.PATCH('/api/v1/rectifications/problems/{problem_id}', { ...problemAt(problem), body: patch }))
export const assignProblem = (problem: Read, wanted: Schemas['AssignmentIn']) =>
  body(api.POST('/api/v1/rectifications/problems/{problem_id}:assign', { ...problemAt(problem), body: wanted }))
/** Every verb is an address of the same shape; what it takes is in `rules.VERB_FORMS`. */
export const act = (problem: Read, verb: Verb, given: object | undefined): Promise<Problem> =>
  body(
    api.POST(`/api/v1/rectifications/problems/{problem_id}:${verb}` as `${typeof PROBLEMS}/{problem_id}:contest`, {
      ...problemAt(problem),
      body: given as { reason: string },
    }),
  )
export const useProblem = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['rectifications', 'one', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/rectifications/problems/{problem_id}', { params: { path: { problem_id: toValue(id) } } })),
  })

export const addTask = (problem: Read, task: Schemas['RectificationTaskIn']) =>
  body(api.POST('/api/v1/rectifications/problems/{problem_id}/tasks', { ...problemAt(problem), body: task }))
export const logTask = (task: Read, verb: 'log' | 'finish' | 'resume', text: string): Promise<Problem> =>
  body(
    api.POST(`/api/v1/rectifications/tasks/{task_id}:${verb}` as '/api/v1/rectifications/tasks/{task_id}:log', {
      params: { path: { task_id: task.id }, header: ifMatch(task.revision) },
      body: { text },
    }),
  )

export const useSummary = (unit: MaybeRefOrGetter<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ['rectifications', 'summary', toValue(unit)]),
    queryFn: () => body(api.GET('/api/v1/rectifications/summary', { params: { query: { unit: toValue(unit) } } })),
  })
export const useDue = (days: MaybeRefOrGetter<{ from_on: string; to_on: string }>) =>
  useQuery({
    queryKey: computed(() => ['rectifications', 'due', toValue(days)]),
    queryFn: () => body(api.GET('/api/v1/rectifications/due', { params: { query: toValue(days) } })),
  })
export const useWordList = () =>
  useQuery({
    queryKey: ['rectifications', 'words'],
    queryFn: () => body(api.GET('/api/v1/rectifications/words')),
    staleTime: Infinity,
  })

// --- Campaigns

export const listCampaigns = (query: object) =>
  body(
    api.GET('/api/v1/rectifications/campaigns', {
      params: { query: query as Query<'/api/v1/rectifications/campaigns'> },
    }),
  )
export const draftCampaign = (wanted: Schemas['RectificationCampaignIn']) =>
  body(api.POST('/api/v1/rectifications/campaigns', { body: wanted }))
export const useCampaign = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['rectifications', 'campaign', toValue(id)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/rectifications/campaigns/{rectification_campaign_id}', {
          params: { path: { rectification_campaign_id: toValue(id) } },
        }),
      ),
  })
export const turnCampaign = (campaign: Read, verb: 'start' | 'close' | 'cancel', reason?: string): Promise<Campaign> =>
  body(
    api.POST(
      `/api/v1/rectifications/campaigns/{rectification_campaign_id}:${verb}` as '/api/v1/rectifications/campaigns/{rectification_campaign_id}:cancel',
      {
        params: { path: { rectification_campaign_id: campaign.id }, header: ifMatch(campaign.revision) },
        body: (reason ? { reason } : undefined) as { reason: string },
      },
    ),
  )
export const listPlaces = (campaign: string, query: object) =>
  body(
    api.GET('/api/v1/rectifications/campaigns/{rectification_campaign_id}/places', {
      params: {
        path: { rectification_campaign_id: campaign },
        query: query as Query<'/api/v1/rectifications/campaigns/{rectification_campaign_id}/places'>,
      },
    }),
  )
export const usePlace = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['rectifications', 'place', toValue(id)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/rectifications/campaign-places/{place_id}', { params: { path: { place_id: toValue(id) } } }),
      ),
  })
export const tick = (place: string, code: string, done: boolean) =>
  body(
    api.PUT('/api/v1/rectifications/campaign-places/{place_id}/checks/{code}', {
      params: { path: { place_id: place, code } },
      body: { done },
    }),
  )
export const writePlan = (place: string, plan: Schemas['PersonalPlanIn']) =>
  body(
    api.POST('/api/v1/rectifications/campaign-places/{place_id}/plans', {
      params: { path: { place_id: place } },
      body: plan,
    }),
  )
export const finishPlan = (plan: Read, result: string) =>
  body(
    api.POST('/api/v1/rectifications/plans/{rectification_plan_id}:finish', {
      params: { path: { rectification_plan_id: plan.id }, header: ifMatch(plan.revision) },
      body: { result },
    }),
  )
export const judgePlace = (
  place: Read,
  verb: 'submit' | 'accept' | 'return',
  given?: Record<string, string>,
): Promise<Place> =>
  body(
    api.POST(
      `/api/v1/rectifications/campaign-places/{place_id}:${verb}` as '/api/v1/rectifications/campaign-places/{place_id}:submit',
      {
        params: { path: { place_id: place.id }, header: ifMatch(place.revision) },
        body: given as { summary: string },
      },
    ),
  )

// --- Accountability

const ACTIONS = '/api/v1/accountability/actions'
export const listActions = (query: object) =>
  body(api.GET(ACTIONS, { params: { query: query as Query<typeof ACTIONS> } }))
export const drawUpAction = (wanted: Schemas['AccountabilityActionIn']) => body(api.POST(ACTIONS, { body: wanted }))
export const useAction = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['accountability', 'one', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/accountability/actions/{action_id}', { params: { path: { action_id: toValue(id) } } })),
  })
export const turnAction = (action: Read, verb: 'issue' | 'close' | 'revoke', reason?: string): Promise<Action> =>
  body(
    api.POST(`${ACTIONS}/{action_id}:${verb}` as `${typeof ACTIONS}/{action_id}:close`, {
      params: { path: { action_id: action.id }, header: ifMatch(action.revision) },
      body: (reason ? { reason } : undefined) as { reason: string },
    }),
  )

// --- What is used of other domains

export const listEvidence = (query: { use_type?: string; use_id?: string; unit?: string; q?: string }) =>
  body(api.GET('/api/v1/evidence', { params: { query: { ...query, size: 50 } } }))
export const serveWith = (item: string, type: string, id: string) =>
  body(api.POST('/api/v1/evidence/{item_id}/uses', { params: { path: { item_id: item } }, body: { type, id } }))
/** The schools within reach, as many as one answer holds. */
export const listSchools = () => body(api.GET('/api/v1/schools', { params: { query: { size: 200 } } }))
