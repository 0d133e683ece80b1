import {
  Button,
  Card,
  FileButton,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type DragEvent, type FormEvent, useState } from 'react'
import { MOST_FILE_BYTES } from '../../src/contract/choices.ts'
import type { Job, Source } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import { sourcesKey } from './use-sources.ts'

type Added = { source: Source; job: Job }
const types = '.md,.mdx,.markdown,.txt,.html,.htm,.pdf,.docx,.csv'

/** Adds a web site, files from this computer, or a text; `onReading` is told which job reads it. */
export function AddSource({ onReading }: { onReading: (sourceId: string, jobId: string) => void }) {
  const say = useTexts()
  const queries = useQueryClient()
  const [kind, setKind] = useState<'url' | 'upload' | 'text'>('url')
  const add = useMutation({
    mutationFn: async (bodies: { path: string; body: () => Promise<object> }[]) => {
      // One after another: each is read whole, and a refused one names itself.
      for (const { path, body } of bodies) {
        const { source, job } = await call<Added>(path, { method: 'POST', body: await body() })
        onReading(source.id, job.id)
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: sourcesKey }),
  })
  const give = (body: object) => add.mutate([{ path: 'sources', body: async () => body }])
  const giveFiles = (files: readonly File[]) =>
    add.mutate(
      files.map(file => ({ path: 'sources/files', body: () => bodyOf(file, say('knowledge.tooLarge')) })),
    )
  return (
    <Card withBorder padding="sm">
      <Stack gap="sm">
        <SegmentedControl
          aria-label={say('knowledge.add')}
          value={kind}
          onChange={value => setKind(value as typeof kind)}
          data={(['url', 'upload', 'text'] as const).map(value => ({ value, label: say(`kind.${value}`) }))}
        />
        {kind === 'url' && <SiteForm busy={add.isPending} onGive={give} />}
        {kind === 'upload' && <FileDrop busy={add.isPending} onGive={giveFiles} />}
        {kind === 'text' && <TextForm busy={add.isPending} onGive={give} />}
        <Refused error={add.error} />
      </Stack>
    </Card>
  )
}

interface FormProps {
  busy: boolean
  onGive: (body: object) => void
}

function SiteForm({ busy, onGive }: FormProps) {
  const say = useTexts()
  const [location, setLocation] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const address = location.trim()
    onGive({ kind: 'url', location: /^https?:\/\//i.test(address) ? address : `https://${address}` })
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end">
        <TextInput
          flex={1}
          label={say('knowledge.address')}
          placeholder="https://help.example.com/"
          required
          value={location}
          onChange={event => setLocation(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          {say('knowledge.readSite')}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {say('knowledge.siteHint')}
      </Text>
    </form>
  )
}

function TextForm({ busy, onGive }: FormProps) {
  const say = useTexts()
  const [location, setLocation] = useState('')
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onGive({ kind: 'text', location: location.trim(), text })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          label={say('knowledge.textTitle')}
          required
          value={location}
          onChange={event => setLocation(event.currentTarget.value)}
        />
        <Textarea
          label={say('knowledge.text')}
          required
          autosize
          minRows={4}
          maxRows={16}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {say('knowledge.saveText')}
        </Button>
      </Stack>
    </form>
  )
}

/** Where files are dropped, or chosen with the keyboard. */
export function FileDrop({ busy, onGive }: { busy: boolean; onGive: (files: readonly File[]) => void }) {
  const say = useTexts()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onGive([...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the button does the same
    <div
      className="drop"
      data-over={over}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Text size="sm" mb="xs">
        {say('knowledge.drop')}
      </Text>
      <FileButton multiple accept={types} onChange={onGive}>
        {props => (
          <Button {...props} variant="default" loading={busy}>
            {say('knowledge.choose')}
          </Button>
        )}
      </FileButton>
      <Text size="xs" c="dimmed" mt="xs">
        {say('knowledge.fileHint')}
      </Text>
    </div>
  )
}

/** A file as the API takes it. @throws Error for one that is larger than what is taken. */
export async function bodyOf(file: File, tooLarge: string): Promise<{ name: string; base64: string }> {
  if (file.size > MOST_FILE_BYTES) throw new Error(`${file.name}: ${tooLarge}`)
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error(file.name))
    reader.readAsDataURL(file)
  })
  return { name: file.name, base64: address.slice(address.indexOf(',') + 1) }
}
