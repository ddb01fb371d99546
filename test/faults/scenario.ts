import type { Violation } from "./invariants.ts";
import type { FaultServer } from "./server.ts";
import type { Edit } from "../compiled.ts";
import type { World } from "./world.ts";

/** How large a scenario is: its library, its batches, and how often its fault strikes. */
export interface Size {
  loans: number;
  batch: number;
  times: number;
}

export interface Scenario {
  /** F1 to F20, as the fault plan counts them. */
  id: string;
  title: string;
  /** Null: only in the long form. */
  short: Size | null;
  long: Size;
  /** It takes the server down, or reads all its files: no other scenario may be on it meanwhile. */
  alone?: boolean;
  /** A server of its own on a volume of this size. */
  volumeMegabytes?: number;
  /** A server of its own with these settings. */
  settings?: Record<string, string>;
  /** What is smaller in its workers than it is shipped, beside their batches. */
  edits?: Edit[];
  /** Breaks what it breaks and waits for the end. What must hold is looked at by the world, and noted there. */
  run(world: World, size: Size, server: FaultServer): Promise<void>;
}

export interface Result {
  id: string;
  title: string;
  seed: number;
  seconds: number;
  violations: Violation[];
  counts: Record<string, number>;
  /** Seconds, by what took them. */
  took: Record<string, number[]>;
}
