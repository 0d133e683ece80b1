import { createContext, use } from 'react'
import type { Account } from '../../src/contract/accounts-api.ts'
import type { Right } from '../../src/contract/rights.ts'

export const AccountContext = createContext<Account | undefined>(undefined)

/** Who is signed in. */
export function useAccount(): Account {
  const account = use(AccountContext)
  if (!account) throw new Error('nobody is signed in')
  return account
}

/** Whether whoever is signed in has a right; the server asks again. */
export const useMay = (right: Right): boolean => useAccount().rights.includes(right)
