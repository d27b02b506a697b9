import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'
import type { Contract, Payment, Supplier } from './record'

/** Payments, contracts and suppliers: facts that are recorded, put right, and taken away when entered in error. */
type Read = { id: string; revision: number }
const payment = (id: string) => ({ path: { payment_id: id } })
const contract = (id: string) => ({ path: { contract_id: id } })
const supplier = (id: string) => ({ path: { supplier_id: id } })
const read = (revision: number) => ({ header: ifMatch(revision) })

const one = <Thing>(kind: string, id: MaybeRefOrGetter<string>, fetch: (id: string) => Promise<Thing>) =>
  useQuery({ queryKey: computed(() => [kind, 'one', toValue(id)]), queryFn: () => fetch(toValue(id)) })

export const usePayment = (id: MaybeRefOrGetter<string>) =>
  one('payments', id, (id) => body(api.GET('/api/v1/payments/{payment_id}', { params: payment(id) })))
export const savePayment = (given: object, held?: Read): Promise<Payment> =>
  held
    ? body(
        api.PATCH('/api/v1/payments/{payment_id}', {
          params: { ...payment(held.id), ...read(held.revision) },
          body: given as Schemas['PaymentPatch'],
        }),
      )
    : body(api.POST('/api/v1/payments', { body: given as Schemas['PaymentIn'] }))
export const removePayment = ({ id, revision }: Read) =>
  api.DELETE('/api/v1/payments/{payment_id}', { params: { ...payment(id), ...read(revision) } })

export const useContract = (id: MaybeRefOrGetter<string>) =>
  one('contracts', id, (id) => body(api.GET('/api/v1/contracts/{contract_id}', { params: contract(id) })))
export const saveContract = (given: object, held?: Read): Promise<Contract> =>
  held
    ? body(
        api.PATCH('/api/v1/contracts/{contract_id}', {
          params: { ...contract(held.id), ...read(held.revision) },
          body: given as Schemas['ContractPatch'],
        }),
      )
    : body(api.POST('/api/v1/contracts', { body: given as Schemas['ContractIn'] }))
export const removeContract = ({ id, revision }: Read) =>
  api.DELETE('/api/v1/contracts/{contract_id}', { params: { ...contract(id), ...read(revision) } })

export const useSupplier = (id: MaybeRefOrGetter<string>) =>
  one('suppliers', id, (id) => body(api.GET('/api/v1/suppliers/{supplier_id}', { params: supplier(id) })))
export const saveSupplier = (given: object, held?: Read): Promise<Supplier> =>
  held
    ? body(
        api.PATCH('/api/v1/suppliers/{supplier_id}', {
          params: { ...supplier(held.id), ...read(held.revision) },
          body: given as Schemas['SupplierPatch'],
        }),
      )
    : body(api.POST('/api/v1/suppliers', { body: given as Schemas['SupplierIn'] }))
export const removeSupplier = ({ id, revision }: Read) =>
  api.DELETE('/api/v1/suppliers/{supplier_id}', { params: { ...supplier(id), ...read(revision) } })
/** What each school paid to it in each year, and which share of its money that was. */
export const useSupplierYears = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['suppliers', 'years', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/suppliers/{supplier_id}/years', { params: { path: { supplier_id: toValue(id) } } })),
  })

type Shares = NonNullable<paths['/api/v1/analytics/supplier-concentration']['get']['parameters']['query']>
/** Who got most of what was paid below a unit. */
export const useConcentration = (query: MaybeRefOrGetter<Shares | null>) =>
  useQuery({
    queryKey: computed(() => ['suppliers', 'concentration', toValue(query)]),
    queryFn: () =>
      body(api.GET('/api/v1/analytics/supplier-concentration', { params: { query: toValue(query) as Shares } })),
    enabled: computed(() => toValue(query) !== null),
  })
