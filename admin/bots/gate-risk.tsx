import { Button, Group, NumberInput, Progress, Skeleton, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { GateCalibration } from '../../src/contract/calibration-api.ts'
import {
  FEWEST_OF_A_KIND,
  FEWEST_QUESTIONS,
  pointAt,
  pointForRisk,
  shareBounds,
} from '../../src/contract/gate-risk.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import type { FieldsProps } from './bot.ts'
import { GateCurve, percent } from './gate-curve.tsx'
import { useCalibration } from './use-calibration.ts'

/** Which risk of wrong answers the gate takes, with the curve it rests on: the company's own, or that of public sets. */
export function GateRisk({ botId, settings, change }: FieldsProps) {
  const say = useTexts()
  const { curves, measure, job, isMeasuring } = useCalibration(botId)
  const mayMeasure = useMay('bot:update')
  if (curves.isLoadingError) return <Failed retry={() => void curves.refetch()} />
  if (!curves.data) return <Skeleton h={200} />
  const { measured, leftOut, ownThreshold } = curves.data
  const curve = measured ?? leftOut
  const threshold = settings.gateThreshold ?? ownThreshold
  return (
    <Stack gap="xs">
      <Text size="sm">{originOf(say, curves.data)}</Text>
      {curve && (
        <>
          <GateCurve points={curve.points} answerable={curve.answerable} threshold={threshold} />
          <Expected curve={curve} threshold={threshold} />
          <RiskInput curve={curve} choose={gateThreshold => change({ gateThreshold })} />
        </>
      )}
      {mayMeasure && (
        <Group gap="xs">
          <Button size="compact-sm" variant="default" loading={isMeasuring} onClick={() => measure.mutate()}>
            {say('gate.measure')}
          </Button>
          <Text size="xs" c="dimmed">
            {say('gate.measureHint', { least: FEWEST_QUESTIONS, each: FEWEST_OF_A_KIND })}
          </Text>
        </Group>
      )}
      {isMeasuring && job?.progress && (
        <Progress
          aria-label={say('gate.measure')}
          value={(100 * job.progress.done) / (job.progress.total || 1)}
        />
      )}
      <Refused error={measure.error ?? (job?.state === 'dead' ? new Error(job.lastError ?? '') : null)} />
    </Stack>
  )
}

type Curve = NonNullable<GateCalibration['measured']> | NonNullable<GateCalibration['leftOut']>

function originOf(say: ReturnType<typeof useTexts>, { measured, leftOut }: GateCalibration): string {
  if (measured)
    return say(`gate.on.${measured.asked}`, {
      questions: measured.questions,
      at: new Date(measured.at).toLocaleDateString(),
    })
  if (leftOut) return say('gate.on.leftOut', { questions: leftOut.questions, sets: leftOut.sets.join(', ') })
  return say('gate.on.nothing')
}

/** What the threshold meant for the questions that were asked, with the bounds that so few allow. */
function Expected({ curve, threshold }: { curve: Curve; threshold: number }) {
  const say = useTexts()
  const point = pointAt(curve.points, threshold)
  if (!point) return null
  const [wrongLow, wrongHigh] = shareBounds(point.wrong, point.answered)
  const [refusedLow, refusedHigh] = shareBounds(point.refused, curve.answerable)
  return (
    <Text size="sm" role="status">
      {say('gate.expected', {
        wrong: point.wrong,
        answered: point.answered,
        wrongBounds: `${percent(wrongLow)} – ${percent(wrongHigh)}`,
        refused: point.refused,
        answerable: curve.answerable,
        refusedBounds: `${percent(refusedLow)} – ${percent(refusedHigh)}`,
      })}
    </Text>
  )
}

/** A risk in percent, which chooses the threshold. */
function RiskInput({ curve, choose }: { curve: Curve; choose: (threshold: number) => void }) {
  const say = useTexts()
  const [risk, setRisk] = useState<number>()
  const point = risk === undefined ? undefined : pointForRisk(curve.points, risk / 100)
  const set = (value: string | number) => {
    const chosen = Number(value)
    setRisk(value === '' ? undefined : chosen)
    const found = value === '' ? undefined : pointForRisk(curve.points, chosen / 100)
    if (found) choose(Number(found.threshold.toFixed(3)))
  }
  return (
    <NumberInput
      label={say('gate.risk')}
      description={say('gate.riskHint')}
      min={0.5}
      max={50}
      step={1}
      suffix=" %"
      value={risk ?? ''}
      onChange={set}
      error={risk !== undefined && !point ? say('gate.noThreshold') : undefined}
    />
  )
}
