import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Account } from '../../src/contract/accounts-api.ts'
import { call, onSession, refresh } from '../api/client.ts'
import { LinkScreen } from '../session/link-screens.tsx'
import { openedLink } from '../session/mailed-link.ts'
import { SetupScreen } from '../session/setup-screen.tsx'
import { SignInScreen } from '../session/sign-in-screen.tsx'
import { AccountContext } from './account.ts'
import { Failed } from './failed.tsx'
import { Loading } from './loading.tsx'
import { router } from './router.tsx'

/** Nobody signed in sees the way in; a member sees the application. */
export function App() {
  const queries = useQueryClient()
  const [signedIn, setSignedIn] = useState<boolean>()
  const [link, setLink] = useState(openedLink)
  useEffect(() => {
    void refresh().then(setSignedIn, () => setSignedIn(false))
    return onSession(setSignedIn)
  }, [])
  const account = useQuery({
    queryKey: ['account'],
    queryFn: () => call<Account>('account'),
    enabled: signedIn === true,
  })
  if (link) {
    // Whoever was signed in here before may have been somebody else.
    const done = () => {
      history.replaceState(null, '', document.baseURI)
      queries.clear()
      setLink(undefined)
    }
    return <LinkScreen link={link} onDone={done} />
  }
  if (signedIn === false) return <WayIn />
  if (account.isLoadingError) return <Failed retry={() => void account.refetch()} />
  if (!account.data) return <Loading h="100dvh" />
  return (
    <AccountContext value={account.data}>
      <RouterProvider router={router} />
    </AccountContext>
  )
}

/** The first owner is made where nobody is one yet; else one signs in. */
function WayIn() {
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: () => call<{ needsOwner: boolean }>('setup'),
  })
  if (setup.isLoadingError) return <Failed retry={() => void setup.refetch()} />
  if (!setup.data) return null
  return setup.data.needsOwner ? <SetupScreen /> : <SignInScreen />
}
