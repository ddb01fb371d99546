const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

/** What one import may bring, and for how long it stays. */
export const importLimits = {
  files: 50,
  fileBytes: 4 * GiB,
  /** All files of one import. */
  importBytes: 8 * GiB,
  /** Imports whose files are sent or wait to be imported, of all people together. */
  uploads: 10,
  /** One piece of a file; smaller ones than the least are sent only at a file's end. */
  chunkBytes: 8 * MiB,
  leastChunkBytes: 64 * 1024,
  nameCharacters: 200,
  bytesKeptHours: 24,
  /** Without a sign of life after which another worker may take an import up. */
  leaseSeconds: 15,
  /** Workers that an import may end before it is given up. */
  attempts: 5,
  keptDays: 7,
};

/** Bytes that a browser sends at once: small enough to be sent again without loss, large enough to be worth it. */
export const sentChunkBytes = 4 * MiB;
