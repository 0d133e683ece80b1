import { Container, Stack, Title } from '@mantine/core'
import { useMay } from '../shell/account.ts'
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
    <Container size="md" py="md">
      <Title order={1} size="h3" mb="md">
        {say('app.people')}
      </Title>
      <Stack gap="xl">
        <MembersSection />
        {mayInvite && <InvitesSection />}
        <TeamsSection />
        {mayRead && <RolesSection />}
        {maySignOn && <ProvidersSection />}
      </Stack>
    </Container>
  )
}
