import { Tabs } from '@mantine/core'
import { useMay } from '../shell/account.ts'
import { Screen } from '../shell/screen.tsx'
import { useTexts } from '../texts/index.ts'
import { GoldenQuestions } from './golden-questions.tsx'
import { PinnedAnswers } from './pinned-answers.tsx'
import { Sources } from './sources.tsx'
import { TestBench } from './test-bench.tsx'

/** What the bot answers from, how a question fares on it, and which answers are right. */
export function KnowledgeScreen() {
  const say = useTexts()
  const [mayAsk, mayGold] = [useMay('question:ask'), useMay('golden-question:read')]
  const mayPinned = useMay('pinned-answer:read')
  return (
    <Screen title={say('app.knowledge')}>
      <Tabs defaultValue="sources" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="sources">{say('knowledge.sources')}</Tabs.Tab>
          {mayAsk && <Tabs.Tab value="bench">{say('bench.title')}</Tabs.Tab>}
          {mayPinned && <Tabs.Tab value="pinned">{say('pinned.title')}</Tabs.Tab>}
          {mayGold && <Tabs.Tab value="golden">{say('golden.title')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="sources">
          <Sources />
        </Tabs.Panel>
        <Tabs.Panel value="bench">
          <TestBench />
        </Tabs.Panel>
        <Tabs.Panel value="pinned">
          <PinnedAnswers />
        </Tabs.Panel>
        <Tabs.Panel value="golden">
          <GoldenQuestions />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  )
}
