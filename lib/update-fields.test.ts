import { expect, test } from "vitest";
import { updateChanges } from "./update-fields.ts";
import { updateSentences } from "./update-sentence.ts";

test("each change reads as a sentence, without the texts that staff wrote", () => {
  const changes = updateChanges.parse({
    notify: { to: "changed", subject: "secret", body: "secret" },
    addNote: { text: "secret", type: "OLD" },
    removeNotes: { type: null },
    addBlock: { code: "LEFT", note: "secret" },
    removeCategory: { category: "LEVEL:PHD" },
    status: { to: "inactive", onlyIf: { is: "active" } },
    purgeDate: { to: "2026-03-31", onlyIf: "empty" },
    expiryDate: { to: null },
    campus: { to: "NORTH" },
  });
  expect(updateSentences(changes)).toEqual([
    "Status becomes Inactive, only if it is Active",
    "Expiry date is removed",
    "Purge date becomes 31 Mar 2026, only if it is empty",
    "Campus becomes NORTH",
    "Add block: LEFT",
    "Add note: OLD",
    "Remove notes: without a type",
    "Remove statistical category: LEVEL:PHD",
    "Whoever is changed gets a notification",
  ]);
});

test("what was parsed is parsed again to the same: a run reads back what it was told", () => {
  const changes = updateChanges.parse({
    addNote: { text: " said ", type: "" },
    addBlock: { code: "A" },
    purgeDate: { to: null, onlyIf: { is: "2026-01-01" } },
  });
  expect(changes.addNote).toEqual({ text: "said", type: null, userViewable: false, popup: false });
  expect(updateChanges.parse(changes)).toEqual(changes);
});
