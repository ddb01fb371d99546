/** Rows. The upper bound keeps the locks of one batch short for live circulation. */
export const batchBounds = { smallest: 100, first: 5_000, largest: 20_000 };

/** Milliseconds that a batch should take: long enough to be worth its commit, too short to be felt. */
export const targetMilliseconds = 250;

/** The next batch's size, from how long the last one took; moves at most by half or double. */
export function nextBatchSize(size: number, tookMilliseconds: number): number {
  const ideal = size * (targetMilliseconds / Math.max(tookMilliseconds, 1));
  const step = Math.min(Math.max(ideal, size / 2), size * 2);
  return Math.round(Math.min(Math.max(step, batchBounds.smallest), batchBounds.largest));
}
