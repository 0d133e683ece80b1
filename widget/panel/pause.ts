/** Waits between attempts, in milliseconds: doubled from the first to the last, with a random part so that not all come back at once. */
const firstWait = 800
const lastWait = 20_000

/** Waits that grow until something succeeds, and that something better than their end may cut short. */
export function createPause() {
  let end = () => {}
  let failures = 0
  return {
    /** How long to wait after one more failure. */
    next: (): number => Math.min(firstWait * 2 ** failures++, lastWait) * (0.75 + Math.random() / 2),
    /** Something succeeded. */
    reset(): void {
      failures = 0
    },
    wait: (ms: number): Promise<void> =>
      new Promise(resolve => {
        end = resolve
        setTimeout(resolve, ms)
      }),
    end: (): void => end(),
  }
}
