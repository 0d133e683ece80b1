import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The measures of this process in the Prometheus text format; names follow its conventions (base units, `_total`). */
export interface Metrics {
  readonly contentType: string
  requestFinished(method: string, route: string, status: number, seconds: number): void
  turnEnded(outcome: string, seconds: number): void
  stageTook(stage: string, seconds: number): void
  /** Read when the metrics are asked for, e.g. the depth of a queue. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void
  text(): Promise<string>
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export function createMetrics(): Metrics {
  const registers = [new Registry()]
  const registry = registers[0]!
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'careline_http_request_seconds',
    help: 'Time to answer an HTTP request, streams left out',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  })
  const turns = new Counter({
    name: 'careline_turns_total',
    help: 'Turns ended, by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const turnSeconds = new Histogram({
    name: 'careline_turn_seconds',
    help: 'Time of a whole turn, from claimed to recorded',
    buckets: SECONDS,
    registers,
  })
  const stages = new Histogram({
    name: 'careline_turn_stage_seconds',
    help: 'Time of each stage of a turn',
    labelNames: ['stage'],
    buckets: SECONDS,
    registers,
  })
  return {
    contentType: registry.contentType,
    requestFinished: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    turnEnded: (outcome, seconds) => {
      turns.inc({ outcome })
      turnSeconds.observe(seconds)
    },
    stageTook: (stage, seconds) => stages.observe({ stage }, seconds),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read())
        },
      })
    },
    text: () => registry.metrics(),
  }
}
