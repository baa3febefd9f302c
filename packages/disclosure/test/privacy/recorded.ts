import { createCipheriv, createHash } from "node:crypto";

/** A stream of bytes that is the same in every run: AES in counter mode, by a key made of the seed. Only for tests. */
export function recorded(seed: string): (size: number) => Uint8Array {
  const stream = createCipheriv("aes-256-ctr", createHash("sha256").update(seed).digest(), new Uint8Array(16));
  return (size) => stream.update(new Uint8Array(size));
}
