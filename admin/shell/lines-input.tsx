import { Textarea } from '@mantine/core'
import { useState } from 'react'

/** A list, one entry a line; empty lines do not count. */
export function LinesInput(props: {
  label: string
  description?: string
  lines: readonly string[]
  onChange: (lines: string[]) => void
}) {
  const [text, setText] = useState(() => props.lines.join('\n'))
  return (
    <Textarea
      label={props.label}
      description={props.description}
      autosize
      minRows={2}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value)
        props.onChange(
          value
            .split('\n')
            .map(line => line.trim())
            .filter(line => line !== ''),
        )
      }}
    />
  )
}
