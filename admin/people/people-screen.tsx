import { Stack } from '@mantine/core'
import { useMay } from '../shell/account.ts'
import { Screen } from '../shell/screen.tsx'
import { useTexts } from '../texts/index.ts'
import { InvitesSection } from './invites-section.tsx'
import { MembersSection } from './members-section.tsx'
import { ProvidersSection } from './providers-section.tsx'
import { RolesSection } from './roles-section.tsx'
import { TeamsSection } from './teams-section.tsx'

/** Who works here: members, invites, teams and roles, each to be changed by whoever may. */
export function PeopleScreen() {
  const say = useTexts()
  const mayInvite = useMay('member:create')
  const mayRead = useMay('role:read')
  const maySignOn = useMay('identity-provider:read')
  return (
    <Screen title={say('app.people')}>
      <Stack gap="xl">
        <MembersSection />
        {mayInvite && <InvitesSection />}
        <TeamsSection />
        {mayRead && <RolesSection />}
        {maySignOn && <ProvidersSection />}
      </Stack>
    </Screen>
  )
}
