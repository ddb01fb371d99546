import fc from "fast-check";
import { expect, test } from "vitest";
import { batchBounds, nextBatchSize, targetMilliseconds } from "./batch-size.ts";

const { smallest, largest } = batchBounds;
const size = fc.integer({ min: smallest, max: largest });

test("a batch is never smaller or larger than its bounds, however long the last one took", () => {
  fc.assert(
    fc.property(size, fc.double({ min: 0, max: 1e9, noNaN: true }), (rows, took) => {
      const next = nextBatchSize(rows, took);
      expect(next).toBeGreaterThanOrEqual(Math.max(smallest, Math.floor(rows / 2)));
      expect(next).toBeLessThanOrEqual(Math.min(largest, rows * 2));
      expect(Number.isInteger(next)).toBe(true);
    }),
  );
});

test("fifteen batches after the server became slower or faster, one takes as long as it should", () => {
  const milliseconds = fc.record({
    each: fc.integer({ min: 0, max: 100 }),
    row: fc.double({ min: 0.001, max: 10, noNaN: true }),
  });
  fc.assert(
    fc.property(size, milliseconds, (rows, { each, row }) => {
      let now = rows;
      for (let n = 0; n < 15; n += 1) now = nextBatchSize(now, each + now * row);
      const wanted = (targetMilliseconds - each) / row;
      const within = Math.min(Math.max(wanted, smallest), largest);
      expect(Math.abs(now - within)).toBeLessThanOrEqual(1 + within * 0.02);
    }),
  );
});
