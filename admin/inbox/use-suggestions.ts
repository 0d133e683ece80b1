import { type KeyboardEvent, useId, useState } from 'react'
import { optionId, type Suggestion } from './suggestions.tsx'
import { fits, type TypedWord } from './typed-word.ts'

const SHOWN = 8

/** The suggestions for the word being typed, the marked one, and what the keys do with them. */
export function useSuggestions(
  word: TypedWord | undefined,
  all: readonly Suggestion[],
  onChoose: (suggestion: Suggestion) => void,
) {
  const listId = useId()
  const [marked, setMarked] = useState(0)
  // Closed with Escape: until another word is typed.
  const [closedAt, setClosedAt] = useState<number>()
  const open = word !== undefined && word.start !== closedAt
  const shown = open ? all.filter(({ name }) => fits(name, word.rest)).slice(0, SHOWN) : []
  const at = Math.min(marked, shown.length - 1)
  const choose = (index: number) => {
    const suggestion = shown[index]
    setMarked(0)
    if (suggestion) onChoose(suggestion)
  }
  /** @returns whether the key was meant for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (shown.length === 0 || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return false
    const act = {
      ArrowDown: () => setMarked((at + 1) % shown.length),
      ArrowUp: () => setMarked((at + shown.length - 1) % shown.length),
      Enter: () => choose(at),
      Tab: () => choose(at),
      Escape: () => setClosedAt(word?.start),
    }[event.key]
    if (!act) return false
    event.preventDefault()
    act()
    return true
  }
  const field =
    shown.length > 0 ? { 'aria-controls': listId, 'aria-activedescendant': optionId(listId, at) } : {}
  return { listId, shown, marked: at, choose, onKey, field }
}
