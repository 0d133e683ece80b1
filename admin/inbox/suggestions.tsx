import { Paper, Text, UnstyledButton } from '@mantine/core'

export interface Suggestion {
  id: string
  name: string
  detail?: string
}

/**
 * What can be put in the place of the word that is being typed. The field keeps the focus and names the marked line as its
 * active descendant, so that screen readers tell it.
 */
export function Suggestions(props: {
  id: string
  label: string
  suggestions: readonly Suggestion[]
  marked: number
  onChoose: (at: number) => void
}) {
  return (
    <Paper
      withBorder
      shadow="sm"
      className="suggestions"
      role="listbox"
      id={props.id}
      aria-label={props.label}
    >
      {props.suggestions.map(({ id, name, detail }, at) => (
        <UnstyledButton
          key={id}
          id={optionId(props.id, at)}
          className="suggestion"
          role="option"
          tabIndex={-1}
          aria-selected={at === props.marked}
          // The field would lose the focus before the click arrives.
          onMouseDown={event => event.preventDefault()}
          onClick={() => props.onChoose(at)}
        >
          <Text size="sm" fw={600} truncate>
            {name}
          </Text>
          {detail && (
            <Text size="xs" c="dimmed" truncate dir="auto">
              {detail}
            </Text>
          )}
        </UnstyledButton>
      ))}
    </Paper>
  )
}

/** The id of a line in the document. */
export const optionId = (listId: string, at: number): string => `${listId}-${at}`
