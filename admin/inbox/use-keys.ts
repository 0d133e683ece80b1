import { useEffect, useRef, useState } from 'react'
import { commandKeys, isWriting, press, step } from './keys.ts'

/** The keys of the inbox, while nobody writes. */
export function useKeys(onWrite: (mode: 'reply' | 'note') => void) {
  const [helpOpen, setHelpOpen] = useState(false)
  const write = useRef(onWrite)
  write.current = onWrite
  useEffect(() => {
    const acts: Readonly<Record<string, () => unknown>> = {
      j: () => step(1),
      k: () => step(-1),
      r: () => write.current('reply'),
      n: () => write.current('note'),
      '?': () => setHelpOpen(true),
      ...Object.fromEntries(commandKeys.map(({ key, command }) => [key, () => press(command)])),
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const act = isWriting(event.target) ? undefined : acts[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return { helpOpen, closeHelp: () => setHelpOpen(false) }
}
