import type { Invariant } from "./invariants.ts";
import type { Size } from "./scenario.ts";
import type { Edit } from "./workers.ts";

/** A bug put into the worker on purpose: the suite has to turn red. */
export interface Plant {
  name: string;
  /** The scenario that has to catch it, and how large it is for that. */
  scenario: string;
  size: Size;
  edits: Edit[];
  /** One of these must be violated. */
  breaks: Invariant[];
}

export const plants: Plant[] = [];
