import { Group, NativeSelect } from '@mantine/core'
import { priorities } from '../../src/contract/choices.ts'
import type { InboxFilter, Priority } from '../../src/contract/desk-api.ts'
import { useTexts } from '../texts/index.ts'
import { useLabels } from './labels.ts'

/** Narrows a view down by label and priority. */
export function FilterBar(props: { filter: InboxFilter; onChange: (filter: InboxFilter) => void }) {
  const say = useTexts()
  const labels = useLabels()
  const { labelId, priority, ...rest } = props.filter
  const put = (next: { labelId?: string | undefined; priority?: Priority | undefined }) => {
    const [label, urgency] = [
      'labelId' in next ? next.labelId : labelId,
      'priority' in next ? next.priority : priority,
    ]
    props.onChange({
      ...rest,
      ...(label ? { labelId: label } : {}),
      ...(urgency ? { priority: urgency } : {}),
    })
  }
  return (
    <Group gap="xs" px="xs" pb="xs" grow>
      <NativeSelect
        size="xs"
        aria-label={say('side.labels')}
        value={labelId ?? ''}
        onChange={event => put({ labelId: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: say('filter.anyLabel') },
          ...(labels.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={say('side.priority')}
        value={priority ?? ''}
        onChange={event =>
          put({ priority: (event.currentTarget.value || undefined) as Priority | undefined })
        }
        data={[
          { value: '', label: say('filter.anyPriority') },
          ...priorities.map(value => ({ value, label: say(`priority.${value}`) })),
        ]}
      />
    </Group>
  )
}
