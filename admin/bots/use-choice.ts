import { useState } from 'react'

/** Whose models a task has. */
export type Choice = 'server' | 'own' | 'none'

/** Whether models are the server's, one's own or none. An empty list is both of the last, until somebody writes. */
export function useChoice(
  chosen: readonly string[] | null,
  servers: readonly string[],
  change: (chosen: string[] | null) => void,
) {
  const [writing, setWriting] = useState(false)
  const choice: Choice = chosen === null ? 'server' : chosen.length > 0 || writing ? 'own' : 'none'
  const choose = (next: Choice) => {
    setWriting(next === 'own')
    change(next === 'server' ? null : next === 'own' ? [...servers] : [])
  }
  return { choice, choose }
}
