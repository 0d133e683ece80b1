import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { GiveTeam, Member, Role, Team } from '../../src/contract/accounts-api.ts'
import type { IdentityProvider } from '../../src/contract/identity-provider-api.ts'
import type { Invite } from '../../src/contract/links-api.ts'
import { useChangeList } from '../api/change-list.ts'
import { call } from '../api/client.ts'
import { type Say, useTexts } from '../texts/index.ts'

export const useMembers = () =>
  useQuery({
    queryKey: ['members'],
    queryFn: async () => (await call<{ members: Member[] }>('members')).members,
  })

export const useTeams = () =>
  useQuery({ queryKey: ['teams'], queryFn: async () => (await call<{ teams: Team[] }>('teams')).teams })

/** Asked for by whoever may see roles alone; to others a role is a word. */
export const useRoles = (may: boolean) =>
  useQuery({
    queryKey: ['roles'],
    queryFn: async () => (await call<{ roles: Role[] }>('roles')).roles,
    enabled: may,
  })

export const useInvites = (may: boolean) =>
  useQuery({
    queryKey: ['invites'],
    queryFn: async () => (await call<{ invites: Invite[] }>('invites')).invites,
    enabled: may,
  })

export const useProviders = () =>
  useQuery({
    queryKey: ['identity-providers'],
    queryFn: async () => (await call<{ providers: IdentityProvider[] }>('identity-providers')).providers,
  })

export interface Change {
  path: string
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
}

/** Changes something of people; all of it is asked for again, since one change may touch several lists. */
export function useChange(onDone?: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ path, ...init }: Change) => call(path, init),
    onSuccess: () => onDone?.(),
    onSettled: () =>
      Promise.all(
        ['members', 'teams', 'roles', 'invites', 'identity-providers'].map(key =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

/** Changes a team at once on the screen; when the server refuses, what was there comes back. */
export function useTeamSwitch({ id, ...kept }: Team) {
  return useChangeList<Team, Partial<GiveTeam>>(['teams'], {
    send: more => call(`teams/${id}`, { method: 'PUT', body: { ...kept, ...more } }),
    apply: (teams, more) => teams.map(one => (one.id === id ? { ...one, ...more } : one)),
  })
}

const builtIn = ['owner', 'admin', 'operator', 'viewer'] as const

/** What a role is called: the built-in ones in the language of whoever looks. */
export function useRoleName(roles: readonly Role[] | undefined): (id: string) => string {
  const say = useTexts()
  return id => builtInName(say, id) ?? roles?.find(role => role.id === id)?.name ?? id
}

function builtInName(say: Say, id: string): string | undefined {
  const known = builtIn.find(one => one === id)
  return known && say(`role.${known}`)
}
