import { AsyncLocalStorage } from 'node:async_hooks'
import { CompiledQuery, type DatabaseConnection, type Dialect, type Driver, type QueryResult } from 'kysely'

/** The workspace that all queries of the running work are held to; `undefined`: none. */
const entered = new AsyncLocalStorage<string | undefined>()

/**
 * Runs `work` so that its queries see the rows of one workspace alone, whatever they ask for (migrations/0010). What it
 * starts without waiting for it is held as well: background work that serves everybody is started `outsideWorkspaces`.
 */
export const insideWorkspace = <T>(workspaceId: string, work: () => T): T => entered.run(workspaceId, work)

/** Runs `work` free of the workspace of whoever woke it. */
export const outsideWorkspaces = <T>(work: () => T): T => entered.run(undefined, work)

/**
 * A dialect whose transactions enter the workspace of the work they are begun in, and whose other statements get a
 * transaction of their own to enter it. The setting ends with the transaction, so a connection carries none to the next.
 */
export function isolatedDialect(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: database => dialect.createIntrospector(database),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => isolatedDriver(dialect.createDriver()),
  }
}

function isolatedDriver(driver: Driver): Driver {
  const holds = (connection: DatabaseConnection) => connection as Held
  return {
    init: () => driver.init(),
    acquireConnection: async () => new Held(driver, await driver.acquireConnection()),
    releaseConnection: held => driver.releaseConnection(holds(held).inner),
    beginTransaction: (held, settings) => holds(held).begin(settings),
    commitTransaction: held => holds(held).end('commitTransaction'),
    rollbackTransaction: held => holds(held).end('rollbackTransaction'),
    savepoint: (held, name, compile) => driver.savepoint!(holds(held).inner, name, compile),
    rollbackToSavepoint: (held, name, compile) =>
      driver.rollbackToSavepoint!(holds(held).inner, name, compile),
    releaseSavepoint: (held, name, compile) => driver.releaseSavepoint!(holds(held).inner, name, compile),
    destroy: () => driver.destroy(),
  }
}

/** A connection while somebody has it. */
class Held implements DatabaseConnection {
  readonly inner: DatabaseConnection
  readonly #driver: Driver
  #isInTransaction = false

  constructor(driver: Driver, inner: DatabaseConnection) {
    this.#driver = driver
    this.inner = inner
  }

  async begin(settings: Parameters<Driver['beginTransaction']>[1]): Promise<void> {
    await this.#driver.beginTransaction(this.inner, settings)
    this.#isInTransaction = true
    const workspaceId = entered.getStore()
    if (workspaceId === undefined) return
    // Whoever asked for a transaction that did not begin will not end it.
    await this.inner.executeQuery(enter(workspaceId)).catch(async error => {
      await this.end('rollbackTransaction').catch(() => undefined)
      throw error
    })
  }

  async end(how: 'commitTransaction' | 'rollbackTransaction'): Promise<void> {
    this.#isInTransaction = false
    await this.#driver[how](this.inner)
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#isInTransaction || entered.getStore() === undefined) return this.inner.executeQuery<R>(query)
    await this.begin({})
    try {
      const result = await this.inner.executeQuery<R>(query)
      await this.end('commitTransaction')
      return result
    } catch (error) {
      // A connection that is gone cannot be rolled back; what is told is why.
      await this.end('rollbackTransaction').catch(() => undefined)
      throw error
    }
  }

  streamQuery<R>(query: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, size)
  }
}

const enter = (workspaceId: string) => CompiledQuery.raw('select careline_enter($1)', [workspaceId])
