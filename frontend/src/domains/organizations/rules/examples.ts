import type { School, UnitKind, UnitNode } from '../api'

/** A school of which everything is known, for tests. */
export function school(given: Partial<School> = {}): School {
  return {
    id: 's1',
    revision: 3,
    parent: { id: 'd1', name: '梅岭学区', kind: 'district' },
    district: { id: 'd1', name: '梅岭学区' },
    name: '锦岚县第一小学',
    short_name: '一小',
    former_names: ['梅岭小学'],
    type: 'primary',
    stages: ['primary'],
    ownership: 'public',
    code: '2199004624',
    credit_code: '12990124484713540Y',
    boarding: false,
    boarders: 0,
    canteen: 'self_run',
    area: 'urban',
    pupils: 1800,
    staff: 120,
    party_members: 32,
    party_organization: 'branch',
    party_coverage: 'independent',
    address: '锦岚县梅岭镇学府路8号',
    longitude: '115.920212',
    latitude: '31.718830',
    status: 'operating',
    external_ids: [{ scheme: 'eems', value: '990124-001' }],
    succeeded_by: [],
    created_at: '2026-09-01T02:00:00.000Z',
    updated_at: '2026-11-20T07:30:00.000Z',
    ...given,
  }
}

export function unit(id: string, parent_id: string | null, kind: UnitKind, name = id): UnitNode {
  return { id, parent_id, kind, name, short_name: null, code: null, status: 'operating', school_count: 0 }
}
