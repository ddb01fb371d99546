import { expect, test } from "vitest";
import { readBytes, TooLarge } from "./request-body.ts";

const sent = (headers: Record<string, string>, pull: () => Uint8Array | null) => {
  const counts = { pulled: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        counts.pulled += 1;
        const chunk = pull();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: "POST", headers, body, duplex: "half" };
  return { request: new Request("http://localhost/", init), counts };
};

test("a body that says it is too large is not read at all", async () => {
  const { request, counts } = sent({ "content-length": "11" }, () => new Uint8Array(1));
  await expect(readBytes(request, 10)).rejects.toThrow(TooLarge);
  expect(counts.pulled).toBe(0);
});

test.each([{ "content-length": "1" }, {}])(
  "a body that never ends is left where it is too much: %j",
  async (headers) => {
    const { request, counts } = sent(headers as Record<string, string>, () => new Uint8Array(4));
    await expect(readBytes(request, 10)).rejects.toThrow("at most 10 bytes");
    expect(counts.pulled).toBe(3);
  },
);

test("a body of the very size is whole", async () => {
  let left = 5;
  const { request } = sent({}, () => (left-- > 0 ? new Uint8Array([left, left]) : null));
  expect(await readBytes(request, 10)).toEqual(new Uint8Array([4, 4, 3, 3, 2, 2, 1, 1, 0, 0]));
});
