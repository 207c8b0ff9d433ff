/** A worker thread, as far as its memory goes. */
interface MeasuredThread {
  getHeapStatistics(): Promise<{ readonly external_memory: number }>;
}

/** Often enough: what a thread unpacks grows by some 300 MB in a second. */
const lookEveryMs = 200;

/**
 * Looks now and then at the memory that a thread holds outside of V8's heap (buffers, WebAssembly), which no limit of its
 * own bounds; calls `onExceeded` once it is more than `megabytes`. Works while the thread computes. Returns what ends it.
 */
export function watchBuffers(thread: MeasuredThread, megabytes: number, onExceeded: () => void): () => void {
  let isLooking = false;
  const timer = setInterval(async () => {
    if (isLooking) return;
    isLooking = true;
    const bytes = await thread.getHeapStatistics().then(
      (statistics) => statistics.external_memory,
      // A thread that has ended holds nothing.
      () => 0,
    );
    isLooking = false;
    if (bytes > megabytes * 1e6) onExceeded();
  }, lookEveryMs).unref();
  return () => clearInterval(timer);
}
