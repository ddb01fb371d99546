import path from "node:path";

/** Where this installation keeps the embedded database and its keys. */
export const dataFolder = () => path.resolve(process.env.LETHE_DATA ?? ".data");
