import { command, databaseOption } from "./form/command.ts";

const signs = { fine: "fine   ", "to know": "to know", wrong: "WRONG  " } as const;

export const doctor = command(
  {
    name: "doctor",
    purpose: "Tell what is wrong with this machine, a hub folder and its database, and how to mend it. Changes nothing.",
    details:
      "Looks at Node, memory, disks, DuckDB, the clock, who can read the records and the keys, whether the database answers and is up to date, and whether the hub holds what its releases were made of.",
    arguments: [{ name: "HUB", does: "The hub folder.", kind: "folder", optional: true }],
    options: databaseOption,
    failure: "Something is wrong.",
    examples: [
      { line: "openbeat doctor", does: "Look at this machine." },
      { line: "openbeat doctor my-hub --database postgresql://reader@host/hub", does: "Look at a hub and its database as well." },
    ],
  },
  async ({ given: { HUB: hub }, values: { database } }, terminal, now) => {
    const { examineDatabase } = await import("../doctor/database.ts");
    const { examineHub } = await import("../doctor/hub.ts");
    const { examineMachine, thisMachine } = await import("../doctor/machine.ts");
    const findings = [
      ...(await examineMachine(thisMachine(now), hub ?? ".")),
      ...(hub === undefined ? [] : examineHub(hub, now())),
      ...(await examineDatabase(database ?? process.env.DATABASE_URL, hub, now)),
    ];
    for (const { what, state, says, mend } of findings) {
      terminal.out(`${signs[state]}  ${what}: ${says}`);
      if (mend !== null) terminal.out(`         To mend it: ${mend}`);
    }
    const ill = findings.filter(({ state }) => state === "wrong").length;
    terminal.out(ill === 0 ? "Nothing is wrong." : `${ill === 1 ? "One thing is" : `${ill} things are`} wrong.`);
    return { exitCode: ill === 0 ? 0 : 1, result: { findings } };
  },
);
