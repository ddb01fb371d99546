import type { Edit } from "../compiled.ts";
import type { Invariant } from "./invariants.ts";
import type { Size } from "./scenario.ts";

/** A bug put into the worker on purpose: the suite has to turn red. */
export interface Plant {
  name: string;
  /** The scenario that has to catch it, and how large it is for that. */
  scenario: string;
  size: Size;
  /** The short form has no time for it. */
  longOnly?: boolean;
  edits: Edit[];
  /** One of these must be violated, and say so. That the suite itself broke off catches nothing. */
  breaks: Partial<Record<Exclude<Invariant, "struck">, RegExp>>;
}
