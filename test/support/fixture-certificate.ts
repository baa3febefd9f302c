import type { MethodCertificate, ReleaseCertificate } from "@openbeat/schema/domain";

const suppressed = (threshold: number, cells: number, hidden: number): MethodCertificate => ({
  method: "suppress",
  engine: "a fixture",
  policyHash: "0".repeat(63) + String(threshold % 10),
  groupings: 9,
  cells,
  suppressed: hidden,
  attacker: "A fixture: protected by a bare threshold, attacked by nobody.",
  attacks: [
    { by: "linear", attacked: hidden, narrowest: null, recovered: 0 },
    { by: "interval", attacked: hidden, narrowest: threshold, recovered: null },
    { by: "differencing", attacked: 0, narrowest: null, recovered: null },
  ],
  threshold,
  width: threshold,
  zeros: "safe",
  knownCells: 1,
  emptyCombinations: "unknown",
  slices: 0,
  attacked: hidden,
  provedByTables: hidden,
  tables: 1,
  programmes: 0,
  worstWidth: threshold,
});

/** A certificate as a release of Testhaven carries it: of the right form, and made up. Its signature is none. */
export const fixtureCertificate = (version: string): ReleaseCertificate => ({
  format: 1,
  datasets: [
    { dataset: "incidents", measures: [{ measure: "OUT.01", certificate: suppressed(5, 1872, 61) }] },
    { dataset: "concerns", measures: [{ measure: "DLG.01", certificate: suppressed(3, 120, 2) }] },
  ],
  signature: {
    algorithm: "ed25519",
    publicKey: Buffer.from("the key of a fixture").toString("base64"),
    statement: JSON.stringify({ hub: "testhaven", version }),
    signature: Buffer.from("no signature").toString("base64"),
  },
});
