/** A PostgreSQL server for a harness. */
interface HarnessServer {
  /** Absent: the harness plays on embedded databases. */
  url: string | undefined
  stop(): Promise<void>
}

/** The server of CARELINE_TEST_POSTGRES_URL; else, if `isWanted`, one that is fetched and started for this harness alone. */
export async function harnessServer(isWanted: boolean): Promise<HarnessServer> {
  const given = process.env['CARELINE_TEST_POSTGRES_URL']
  if (given || !isWanted) return { url: given, stop: async () => undefined }
  const script = new URL('../../scripts/setup-postgres.mjs', import.meta.url).href
  const { setupPostgres } = (await import(script)) as { setupPostgres(): Promise<HarnessServer> }
  return await setupPostgres()
}
