import { Button } from '@mantine/core'
import { useTexts } from '../texts/index.ts'

/** The buttons behind one row of a list, each there for whoever may; `name` tells screen readers what is deleted. */
export function ChangeOrDelete(props: {
  name: string
  onChange: (() => void) | false
  onDelete: (() => void) | false
}) {
  const say = useTexts()
  const { name, onChange, onDelete } = props
  return (
    <>
      {onChange && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={say('people.changeWhat', { name })}
          onClick={onChange}
        >
          {say('people.change')}
        </Button>
      )}
      {onDelete && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={say('people.deleteWhat', { name })}
          onClick={onDelete}
        >
          {say('people.delete')}
        </Button>
      )}
    </>
  )
}
