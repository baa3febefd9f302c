import { literal } from "../read/workbench.ts";

const blockSize = 64;

/**
 * The key of a record as an expression of SQL over its `id`: HMAC-SHA-256 of the dataset and the id, its first 32 bits. The same as `recordKey`
 * of the disclosure engine, computed where the records are.
 * @param secret 32 random bytes that never leave the agency.
 */
export function recordKeySql(secret: Uint8Array, dataset: string): string {
  const padded = (mask: number) => {
    const block = Buffer.alloc(blockSize, mask);
    secret.forEach((byte, place) => {
      block[place] = byte ^ mask;
    });
    return `unhex(${literal(block.toString("hex"))})`;
  };
  const message = `encode('[' || to_json(${literal(dataset)})::VARCHAR || ',' || to_json(id)::VARCHAR || ']')`;
  const inner = `unhex(sha256(${padded(0x36)} || ${message}))`;
  return `('0x' || sha256(${padded(0x5c)} || ${inner})[1:8])::UBIGINT`;
}
