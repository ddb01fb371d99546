"use client";

import { Bug } from "#app/bug.tsx";

/** Inside the console's frame, so that the menu stays. */
export default Bug;
