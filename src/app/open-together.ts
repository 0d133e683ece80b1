interface Closable {
  close(): Promise<void>
}

/** Opens two parts at the same time. When one cannot be opened the other is closed again, and its error thrown. */
export async function openTogether<A extends Closable, B extends Closable>(
  first: Promise<A>,
  second: Promise<B>,
): Promise<[A, B]> {
  try {
    return await Promise.all([first, second])
  } catch (error) {
    const opened = await Promise.allSettled([first, second])
    await Promise.all(opened.map(one => (one.status === 'fulfilled' ? one.value.close() : undefined)))
    throw error
  }
}
