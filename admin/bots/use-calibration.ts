import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { GateCalibration } from '../../src/contract/calibration-api.ts'
import type { Job } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'

const LOOK_AGAIN_MS = 1_000

/** The curves of a bot's gate, and the job that measures one anew. */
export function useCalibration(botId: string) {
  const queries = useQueryClient()
  const queryKey = ['calibration', botId]
  const curves = useQuery({ queryKey, queryFn: () => call<GateCalibration>(`bots/${botId}/calibration`) })
  const measure = useMutation({
    mutationFn: async () =>
      (await call<{ job: Job }>(`bots/${botId}/calibration`, { method: 'POST' })).job.id,
  })
  const job = useQuery({
    queryKey: ['job', measure.data],
    queryFn: () => call<Job>(`jobs/${measure.data}`),
    enabled: measure.data !== undefined,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : LOOK_AGAIN_MS),
  })
  const isDone = job.data?.state === 'done'
  useEffect(() => {
    if (isDone) void queries.invalidateQueries({ queryKey: ['calibration', botId] })
  }, [isDone, queries, botId])
  return { curves, measure, job: job.data, isMeasuring: measure.data !== undefined && !isOver(job.data) }
}

const isOver = (job: Job | undefined) => job?.state === 'done' || job?.state === 'dead'
