/** The menu is a popover, which its button and its links name. */
export const navigationId = "navigation";
