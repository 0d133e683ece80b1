import type { FreeMember } from './members.ts'

/** What matters about a conversation when somebody is chosen for it. */
export interface Wanted {
  /** ISO 639-1; null: not known. */
  language: string | null
  /** What it is about: the names of its labels. */
  skills: readonly string[]
  /** The team it was given to; null: none in particular. */
  teamId: string | null
}

export interface RoutedTeam {
  id: string
  routing: 'round-robin' | 'fewest-open' | 'manual'
  memberIds: readonly string[]
}

export interface Choice {
  memberId: string
  teamId: string | null
}

/**
 * Who a conversation goes to: of those with room, sooner who speaks its language, then who has more of its skills; among
 * equals the team whose least busy member has least to do, and in it whose turn it is. Without any team everybody takes
 * part, the least busy first. `undefined`: nobody can take it, and it goes on waiting.
 */
export function chooseMember(
  wanted: Wanted,
  free: readonly FreeMember[],
  teams: readonly RoutedTeam[],
): Choice | undefined {
  const fitting = bestFitting(wanted, candidatesOf(wanted, free, teams))
  const least = fitting.toSorted(by(({ member }) => member.open))[0]
  if (!least) return undefined
  const ofTeam = fitting.filter(({ team }) => team?.id === least.team?.id).map(({ member }) => member)
  const next = ofTeam.toSorted(least.team?.routing === 'round-robin' ? roundRobin : fewestOpen)[0]!
  return { memberId: next.id, teamId: least.team?.id ?? null }
}

interface Candidate {
  member: FreeMember
  team: RoutedTeam | null
}

function candidatesOf(
  { teamId }: Wanted,
  free: readonly FreeMember[],
  teams: readonly RoutedTeam[],
): Candidate[] {
  if (teams.length === 0) return free.map(member => ({ member, team: null }))
  return teams
    .filter(team => team.routing !== 'manual' && (teamId === null || team.id === teamId))
    .flatMap(team => free.filter(({ id }) => team.memberIds.includes(id)).map(member => ({ member, team })))
}

function bestFitting(wanted: Wanted, candidates: readonly Candidate[]): Candidate[] {
  const scored = candidates.map(one => ({ one, fit: fitOf(wanted, one.member) }))
  const best = Math.max(...scored.map(({ fit }) => fit))
  return scored.filter(({ fit }) => fit === best).map(({ one }) => one)
}

/** A language weighs more than all skills together: what cannot be read cannot be answered. */
function fitOf({ language, skills }: Wanted, member: FreeMember): number {
  const speaks = language !== null && member.languages.some(one => base(one) === base(language))
  const own = new Set(member.skills.map(folded))
  return (speaks ? 1_000 : 0) + skills.filter(skill => own.has(folded(skill))).length
}

const base = (language: string) => language.toLowerCase().split(/[-_]/)[0]
const folded = (name: string) => name.trim().toLowerCase()
const lastAssigned = ({ lastAssignedAt }: FreeMember) => lastAssignedAt?.getTime() ?? 0

const by =
  <T>(...keys: ((one: T) => number)[]) =>
  (one: T, other: T) => {
    for (const key of keys) if (key(one) !== key(other)) return key(one) - key(other)
    return 0
  }
const roundRobin = by<FreeMember>(lastAssigned, ({ open }) => open)
const fewestOpen = by<FreeMember>(({ open }) => open, lastAssigned)
