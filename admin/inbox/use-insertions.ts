import type { DeskConversation, Macro } from '../../src/contract/desk-api.ts'
import { useMembers } from '../people/people.ts'
import { useAccount } from '../shell/account.ts'
import { filled, useMacros } from './macros.ts'
import type { Suggestion } from './suggestions.tsx'
import { replaced, wordBefore } from './typed-word.ts'
import { useSuggestions } from './use-suggestions.ts'
import type { Writing } from './use-writing.ts'

/** Macros after `/`, and in notes colleagues after `@`: what fits the word before the caret, and what choosing it does. */
export function useInsertions(
  shown: DeskConversation,
  writing: Writing,
  caret: number,
  put: (next: { text: string; caret: number }) => void,
) {
  const account = useAccount()
  const macros = useMacros()
  const members = useMembers()
  const { text, mode } = writing
  const word = wordBefore(text, caret)
  const asked = word?.sign === '/' || mode === 'note' ? word : undefined
  const all: Suggestion[] =
    asked?.sign === '@'
      ? (members.data ?? [])
          .filter(member => member.id !== account.memberId)
          .map(({ id: memberId, name }) => ({ id: memberId, name }))
      : (macros.data ?? []).map(macro => ({ id: macro.id, name: macro.name, detail: macro.text }))
  const choose = (suggestion: Suggestion) => {
    if (!asked) return
    const macro = macros.data?.find(one => one.id === suggestion.id)
    if (macro) insertMacro(macro, asked)
    else {
      writing.setNamed([...writing.named, suggestion])
      put(replaced(text, asked, `@${suggestion.name} `))
    }
  }
  const insertMacro = (macro: Macro, at: { start: number; end: number }) => {
    writing.setActions(macro.actions)
    put(replaced(text, at, filled(macro.text, shown, account)))
  }
  return { ...useSuggestions(asked, all, choose), sign: asked?.sign }
}
