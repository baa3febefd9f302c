declare module "jsonstat-toolkit" {
  export interface Datum {
    readonly value: number | null;
    readonly status: string | null;
  }
  export interface ReadDataset {
    readonly class: string;
    readonly id: readonly string[];
    readonly n: number;
    Data(member: Readonly<Record<string, string>>): Datum;
    Data(): readonly Datum[];
    Dimension(code: string): { readonly role: string; readonly id: readonly string[] };
  }
  export interface Read {
    readonly class: string;
    readonly length: number;
    Dataset(at: number): ReadDataset;
  }
  export default function JSONstat(document: unknown): Read;
}
