// A TrueType font as the web packs it: WOFF 1.0 (https://www.w3.org/TR/WOFF/), each of its tables
// deflated.
import { deflateSync } from 'node:zlib';

const padded = (length) => (length + 3) & ~3;

export function woff(font) {
  const count = font.readUInt16BE(4);
  const head = Buffer.alloc(44 + 20 * count), tables = [];
  let end = head.length, whole = 12 + 16 * count;
  for (let i = 0; i < count; i++) {
    const entry = 12 + 16 * i;
    const from = font.readUInt32BE(entry + 8), length = font.readUInt32BE(entry + 12);
    const plain = font.subarray(from, from + length), small = deflateSync(plain, { level: 9 });
    const packed = small.length < length ? small : plain;
    const at = 44 + 20 * i;
    font.copy(head, at, entry, entry + 4); // its tag
    head.writeUInt32BE(end, at + 4);
    head.writeUInt32BE(packed.length, at + 8);
    head.writeUInt32BE(length, at + 12);
    font.copy(head, at + 16, entry + 4, entry + 8); // its checksum
    tables.push(packed, Buffer.alloc(padded(packed.length) - packed.length));
    end += padded(packed.length);
    whole += padded(length);
  }
  head.write('wOFF', 0, 'latin1');
  font.copy(head, 4, 0, 4); // the kind of outlines
  head.writeUInt32BE(end, 8);
  head.writeUInt16BE(count, 12);
  head.writeUInt32BE(whole, 16);
  head.writeUInt16BE(1, 20); // version; no metadata, nothing private
  return Buffer.concat([head, ...tables]);
}
