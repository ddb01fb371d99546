import { useSyncExternalStore } from "react";

/** False on the server and until JavaScript has taken over: for what does nothing without it. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );

const subscribeToNothing = () => () => {};
