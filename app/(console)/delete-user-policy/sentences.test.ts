import { expect, test } from "vitest";
import { earlierSentence } from "./sentences-view.ts";

const earlier = (confirm: number, held: number) =>
  earlierSentence({
    confirm,
    policy: "fullyRemove",
    users: {
      purged: confirm,
      heldBack: held > 0 ? [{ reason: "Legal hold", users: held }] : [],
      byUserGroup: [],
    },
  });

test.each([
  [0, 0, "Nobody was purged under a policy that leaves more than “Fully remove”."],
  [1, 0, "1 user was purged under a policy that leaves more than “Fully remove”."],
  [
    3,
    2,
    "5 users were purged under a policy that leaves more than “Fully remove”. The policy can be applied to 3 of them. 2 stay: legal hold (2).",
  ],
  [
    0,
    1,
    "1 user was purged under a policy that leaves more than “Fully remove”. 1 stays: legal hold (1).",
  ],
])(
  "%i whom the policy reaches and %i whom something keeps were all purged",
  (confirm, held, said) => expect(earlier(confirm, held)).toBe(said),
);
