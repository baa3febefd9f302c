import { command, databaseOption } from "./form/command.ts";
import { reportLines } from "./terminal.ts";

export const key = command(
  {
    name: "key",
    purpose: "Make a person's own key for approvals, and print the public half for hub.yaml.",
    details: "The file is for that person alone: whoever has it approves in their name. It does not belong into the hub folder.",
    arguments: [{ name: "FILE", does: "The file to keep the key in; it must not be there yet.", kind: "file" }],
    options: {},
    examples: [{ line: "openbeat key ~/alex.pem", does: "Make the key of one person." }],
  },
  async ({ given: { FILE: file } }, terminal) => {
    const { makeKey } = await import("../draft/approvals.ts");
    const publicKey = makeKey(file);
    terminal.out(`Under approvals.people of hub.yaml:\n  - { name: YOUR NAME, key: ${publicKey} }`);
    return { exitCode: 0, result: { file, publicKey } };
  },
);

export const approve = command(
  {
    name: "approve",
    purpose: "Approve what would be published: the exact draft, signed with your own key.",
    details:
      "The first approval makes the draft and keeps it in the hub folder; those that follow are of the same draft, and publish writes that one. Where any file of the hub changes, or another release is published, the draft and its approvals are void. hub.yaml says how many must approve, and whose keys count: each once.",
    arguments: [{ name: "HUB", does: "The hub folder.", kind: "folder" }],
    options: { ...databaseOption, key: { value: "FILE", does: "Your own key, as openbeat key made it.", needed: true } },
    examples: [{ line: "openbeat approve my-hub --key ~/alex.pem", does: "Approve the draft as one of two." }],
  },
  async ({ given: { HUB: hub }, values }, terminal, now) => {
    const { openDatabase } = await import("@openbeat/database");
    const { PipelineError } = await import("../errors.ts");
    const { approveDraft, approvers } = await import("../draft/approvals.ts");
    const { makeDraft } = await import("../draft/current.ts");
    const { readHub } = await import("../hub/read-hub.ts");
    const { inputFiles, inputsSha256 } = await import("../log/input-files.ts");
    const { logged } = await import("../log/log.ts");
    const { storeUrl } = await import("./effects.ts");
    const { hub: read, problems } = readHub(hub);
    if (read === undefined) throw new PipelineError("HUB_HAS_PROBLEMS", "The hub has problems. Nothing was approved.", { problems });
    const { hub: code, approvals: rule } = read.spec;
    if (rule === undefined)
      throw new PipelineError(
        "APPROVAL_INVALID",
        "This hub asks for no approval. Say under approvals in hub.yaml how many must approve, and who may.",
      );
    const inputs = await inputFiles(hub, terminal.progress);
    const { draft, person } = await logged(hub, { act: "approve", inputs }, now, async () => {
      const store = await openDatabase(storeUrl(values.database));
      try {
        const made = await makeDraft(hub, inputsSha256(inputs), store, terminal.progress, now);
        const signer = approveDraft(hub, code, made, rule, values.key);
        return { result: { draft: made.sha256, name: signer.name, key: signer.key }, value: { draft: made, person: signer } };
      } finally {
        await store.close();
      }
    });
    for (const line of reportLines(draft.read())) terminal.out(line);
    const names = approvers(hub, code, draft, rule).map(({ name }) => name);
    terminal.out(
      `${person.name} approved the draft ${draft.sha256}. Approved by ${names.length} of ${rule.required}: ${names.join(", ")}.`,
    );
    if (names.length >= rule.required) terminal.out(`Next: openbeat publish ${hub}`);
    return { exitCode: 0, result: { draft: draft.sha256, approvedBy: names, required: rule.required } };
  },
);
