import { api, body, type Schemas } from '@/client/api'

export type Notification = Schemas['NotificationOut']
export type Preference = Schemas['PreferenceOut']

export const listNotifications = (query: { unread?: boolean; cursor?: string; limit: number }) =>
  body(api.GET('/api/v1/notifications', { params: { query } }))
export const getSummary = () => body(api.GET('/api/v1/notifications/summary'))
export const markRead = (notification_id: string) =>
  body(api.POST('/api/v1/notifications/{notification_id}:read', { params: { path: { notification_id } } }))
export const markAllRead = () => body(api.POST('/api/v1/notifications:read-all'))
export const getPreferences = () => body(api.GET('/api/v1/notifications/preferences'))
export const setPreferences = (disabled: string[]) =>
  body(api.PUT('/api/v1/notifications/preferences', { body: { disabled } }))
