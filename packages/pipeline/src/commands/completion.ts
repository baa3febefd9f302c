import { command } from "./form/command.ts";
import { completionFor, type Shell, shells } from "./form/completion.ts";

export const completion = command(
  {
    name: "completion",
    purpose: "Print the completion of a shell: what the Tab key offers.",
    arguments: [{ name: "SHELL", does: "Whose.", kind: "text", choices: shells }],
    options: {},
    examples: [
      { line: "openbeat completion bash > ~/.local/share/bash-completion/completions/openbeat", does: "For bash, from the next shell on." },
      { line: "openbeat completion zsh > ~/.openbeat-completion && echo 'source ~/.openbeat-completion' >> ~/.zshrc", does: "For zsh." },
      { line: "openbeat completion fish > ~/.config/fish/completions/openbeat.fish", does: "For fish." },
    ],
  },
  async ({ given: { SHELL: shell } }, { out }) => {
    // The list has this command in it: it is there when the command runs.
    const { commands } = await import("./all.ts");
    const script = completionFor(shell as Shell, commands);
    out(script.trimEnd());
    return { exitCode: 0, result: { shell, script } };
  },
);
