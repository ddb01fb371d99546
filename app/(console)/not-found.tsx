import { Missing } from "#app/missing.tsx";

/** Inside the console's frame, so that the menu stays. */
export default Missing;
