import { describe, expect, it } from "vitest";
import { type CsvTable, tableCsv } from "../../src/formats/index.ts";

const table: CsvTable = {
  measure: ["OUT.01", "OUT.01"],
  dimensions: [{ code: "area", members: ["D1", "D2"], labels: ['The "Harbour", east', "Old\nTown"] }],
  value: [0, null],
  status: ["AVAILABLE", "SUPPRESSED"],
  obsStatus: ["A", "Q"],
  flags: ["PROVISIONAL;REVISED", ""],
  unit: ["incidents", "incidents"],
  numerator: [null, null],
  denominator: [null, null],
  n: [null, null],
  nEffective: [null, null],
  lower: [null, null],
  upper: [null, null],
  source: { release: "1.0.0" },
};
const header = "measure,area,area_label,value,status,obs_status,flags,unit,numerator,denominator,n,n_effective,lower,upper,release\r\n";

describe("tableCsv(...tables)", () => {
  it("quotes as RFC 4180 says, leaves empty what is missing, and writes a true zero", () => {
    expect(tableCsv(table)).toBe(
      `${header}OUT.01,D1,"The ""Harbour"", east",0,AVAILABLE,A,PROVISIONAL;REVISED,incidents,,,,,,,1.0.0\r\nOUT.01,D2,"Old\nTown",,SUPPRESSED,Q,,incidents,,,,,,,1.0.0\r\n`,
    );
  });
  it("puts pages under one header", () => {
    expect(tableCsv(table, table).split(header)).toHaveLength(2);
    expect(tableCsv(table, table).length).toBe(2 * tableCsv(table).length - header.length);
  });
  it("is nothing without a table", () => {
    expect(tableCsv()).toBe("");
  });
});
