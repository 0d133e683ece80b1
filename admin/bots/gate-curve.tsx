import { Group, Table, Text } from '@mantine/core'
import type { GatePoint } from '../../src/contract/gate-risk.ts'
import { useTexts } from '../texts/index.ts'

const WIDE = 320
const HIGH = 140
const ROWS = 12

/** Wrong answers and refused questions over the threshold as two lines, with the present one marked; the same as a table. */
export function GateCurve({
  points,
  answerable,
  threshold,
}: {
  points: readonly GatePoint[]
  answerable: number
  threshold: number
}) {
  const say = useTexts()
  const wrong = (point: GatePoint) => (point.answered === 0 ? 0 : point.wrong / point.answered)
  const refused = (point: GatePoint) => (answerable === 0 ? 0 : point.refused / answerable)
  const line = (share: (point: GatePoint) => number) =>
    points.map(point => `${point.threshold * WIDE},${(1 - share(point)) * HIGH}`).join(' ')
  const step = Math.ceil(points.length / ROWS)
  const shown = points.filter((_, at) => at % step === 0)
  return (
    <figure className="gate-curve">
      <Group gap="md" mb={4}>
        <Text size="xs">
          <span className="gate-key" data-line="wrong" /> {say('gate.wrong')}
        </Text>
        <Text size="xs">
          <span className="gate-key" data-line="refused" /> {say('gate.refused')}
        </Text>
      </Group>
      <svg role="img" aria-label={say('gate.curve')} width="100%" viewBox={`-2 -4 ${WIDE + 4} ${HIGH + 8}`}>
        <path className="gate-axes" d={`M0 0V${HIGH}H${WIDE}`} />
        <polyline className="gate-line" data-line="wrong" points={line(wrong)} />
        <polyline className="gate-line" data-line="refused" points={line(refused)} />
        <line className="gate-now" x1={threshold * WIDE} x2={threshold * WIDE} y1={0} y2={HIGH}>
          <title>{say('gate.now', { threshold: threshold.toFixed(2) })}</title>
        </line>
      </svg>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {say('gate.axis')}
        </Text>
        <Text size="xs" c="dimmed">
          {say('gate.now', { threshold: threshold.toFixed(2) })}
        </Text>
      </Group>
      <details>
        <summary>{say('gate.table')}</summary>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('gate.threshold')}</Table.Th>
              <Table.Th>{say('gate.wrong')}</Table.Th>
              <Table.Th>{say('gate.refused')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(point => (
              <Table.Tr key={point.threshold}>
                <Table.Td>{point.threshold.toFixed(2)}</Table.Td>
                <Table.Td>{percent(wrong(point))}</Table.Td>
                <Table.Td>{percent(refused(point))}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </figure>
  )
}

/** A share as people read it. */
export const percent = (share: number) => `${(100 * share).toFixed(1)} %`
