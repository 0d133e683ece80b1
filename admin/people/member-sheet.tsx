import { Button, MultiSelect, NumberInput, Stack, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Member } from '../../src/contract/accounts-api.ts'
import { careLanguages, languageName } from '../shell/languages.ts'
import { Refused } from '../shell/refused.tsx'
import { Sheet } from '../shell/sheet.tsx'
import { useTexts } from '../texts/index.ts'
import { useChange, useMembers } from './people.ts'
import { fieldErrors } from './problem-at.ts'

const fieldNames = ['displayName', 'languages', 'skills', 'capacity'] as const

/** What routing and visitors know of a member: the name they see, languages, skills and how much fits on one desk. */
export function MemberSheet({ member, onClose }: { member: Member; onClose: () => void }) {
  const say = useTexts()
  const members = useMembers()
  const [fields, setFields] = useState(() => ({
    displayName: member.displayName ?? '',
    ...{ languages: member.languages, skills: member.skills, capacity: member.capacity },
  }))
  const save = useChange(onClose)
  const change = (more: Partial<typeof fields>) => setFields(before => ({ ...before, ...more }))
  const body = { ...fields, displayName: fields.displayName.trim() || null }
  const { at, rest } = fieldErrors(save.error, fieldNames)
  const languages = [...new Set([...careLanguages, ...member.languages])]
  const skills = [...new Set(members.data?.flatMap(one => one.skills))].sort()
  return (
    <Sheet title={member.name} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          save.mutate({ path: `members/${member.id}`, method: 'PATCH', body })
        }}
      >
        <Stack>
          <Refused error={rest} />
          <TextInput
            label={say('people.displayName')}
            description={say('people.displayNameHint')}
            placeholder={member.name}
            maxLength={80}
            value={fields.displayName}
            error={at('displayName')}
            onChange={event => change({ displayName: event.currentTarget.value })}
          />
          <MultiSelect
            label={say('people.languages')}
            description={say('people.languagesHint')}
            data={languages.map(value => ({ value, label: languageName(value) }))}
            value={fields.languages}
            error={at('languages')}
            onChange={chosen => change({ languages: chosen })}
            searchable
          />
          <TagsInput
            label={say('people.skills')}
            description={say('people.skillsHint')}
            data={skills}
            maxTags={50}
            value={fields.skills}
            error={at('skills')}
            onChange={chosen => change({ skills: chosen })}
            acceptValueOnBlur
          />
          <NumberInput
            label={say('people.capacity')}
            description={say('people.capacityHint')}
            min={0}
            allowDecimal={false}
            value={fields.capacity}
            error={at('capacity')}
            onChange={value => change({ capacity: Number(value) })}
          />
          <Button type="submit" loading={save.isPending}>
            {say('people.save')}
          </Button>
        </Stack>
      </form>
    </Sheet>
  )
}
