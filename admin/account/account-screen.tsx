import { Container, Stack, Title } from '@mantine/core'
import { useAccount } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import { NotificationsSection } from './notifications-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SecondFactorSection } from './second-factor-section.tsx'
import { SessionsSection } from './sessions-section.tsx'

/** One's own account: what one is told of, password, second factor, and where one is signed in. */
export function AccountScreen() {
  const say = useTexts()
  const { name, email } = useAccount()
  return (
    <Container size="sm" py="md">
      <Stack gap="xl">
        <div>
          <Title order={1} size="h3">
            {say('app.account')}
          </Title>
          {name} · {email}
        </div>
        <NotificationsSection />
        <PasswordSection />
        <SecondFactorSection />
        <SessionsSection />
      </Stack>
    </Container>
  )
}
