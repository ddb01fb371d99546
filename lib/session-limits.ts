/** Minutes after which a session in which nobody does anything is over. */
export const IDLE_MINUTES = 30;

/** What a session has left. */
export interface SessionTime {
  /** Id of who has it. */
  staff: string;
  /** Until it is over if nobody does anything. */
  secondsLeft: number;
  /** Whether it is over later when somebody does: a day's work is its end in any case. */
  mayExtend: boolean;
}
