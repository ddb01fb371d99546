import { crc32, deflateRawSync } from "node:zlib";

export interface Packed {
  name: string;
  content: string | Buffer;
  /** As the archive says; an honest one leaves these out. */
  unpackedBytes?: number;
  checksum?: number;
  encrypted?: boolean;
  isLink?: boolean;
  /** 8 is deflate. */
  method?: number;
  /** The file lies where the one before it does. */
  overlaps?: boolean;
}

/** Nothing, deflated. */
const EMPTY = Buffer.from([0x03, 0x00]);

/** Of more files than this the older form of the directory's end cannot tell. */
const MOST_IN_16_BITS = 0xffff;

/** A zip archive, honest or not, byte by byte. */
export function zip(files: readonly Packed[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const content = Buffer.from(file.content);
    const packed = content.length > 0 ? deflateRawSync(content) : EMPTY;
    const name = Buffer.from(file.name);
    const common = commonHeader(file, content, packed, name);
    const local = Buffer.concat([uint32(0x04034b50), common, uint16(0), name]);
    if (!file.overlaps) bodies.push(local, packed);
    directory.push(
      ...[uint32(0x02014b50), uint16(0x031e), common, uint16(0), uint16(0), uint16(0), uint16(0)],
      uint32((file.isLink ? 0o120777 : 0o100644) * 0x10000),
      uint32(file.overlaps ? 0 : offset),
      name,
    );
    if (!file.overlaps) offset += local.length + packed.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...bodies, central, ending(files.length, central.length, offset)]);
}

function ending(files: number, directoryBytes: number, directoryAt: number): Buffer {
  const isLong = files > MOST_IN_16_BITS;
  const said = uint16(Math.min(files, MOST_IN_16_BITS));
  return Buffer.concat([
    ...(isLong ? [longEnding(files, directoryBytes, directoryAt)] : []),
    ...[uint32(0x06054b50), uint16(0), uint16(0), said, said],
    ...[uint32(directoryBytes), uint32(isLong ? 0xffffffff : directoryAt), uint16(0)],
  ]);
}

/** The end of the directory in 64 bits, and where it is. */
function longEnding(files: number, directoryBytes: number, directoryAt: number): Buffer {
  return Buffer.concat([
    ...[uint32(0x06064b50), uint64(44), uint16(45), uint16(45), uint32(0), uint32(0)],
    ...[uint64(files), uint64(files), uint64(directoryBytes), uint64(directoryAt)],
    ...[uint32(0x07064b50), uint32(0), uint64(directoryAt + directoryBytes), uint32(1)],
  ]);
}

function commonHeader(file: Packed, content: Buffer, packed: Buffer, name: Buffer): Buffer {
  return Buffer.concat([
    ...[uint16(20), uint16(file.encrypted ? 1 : 0), uint16(file.method ?? 8), uint32(0)],
    uint32(file.checksum ?? crc32(content)),
    uint32(packed.length),
    uint32(file.unpackedBytes ?? content.length),
    uint16(name.length),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
