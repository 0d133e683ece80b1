import { Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMay } from '../shell/account.ts'
import { Screen } from '../shell/screen.tsx'
import { useTexts } from '../texts/index.ts'
import { ApiKeys } from './api-keys.tsx'
import { LabelsSection } from './labels-section.tsx'
import { MacrosSection } from './macros-section.tsx'

/** What belongs to the workspace as a whole. */
export function SettingsScreen() {
  const say = useTexts()
  return (
    <Screen title={say('app.settings')} actions={<Link to="/start">{say('settings.guide')}</Link>}>
      <Stack gap="xl">
        {useMay('macro:read') && <MacrosSection />}
        {useMay('label:read') && <LabelsSection />}
        {useMay('api-key:read') && <ApiKeys />}
      </Stack>
    </Screen>
  )
}
