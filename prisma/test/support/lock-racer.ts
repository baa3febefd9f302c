// Races for the lock of one folder a round, against other processes that run this file, and says which rounds it won.
// Arguments: the home of the folders, how many rounds, how many racers, this racer's number.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFolder } from "../../src/lock.ts";

const [home = "", rounds = "0", racers = "0", me = "0"] = process.argv.slice(2);

/** Waits, without sleeping, until every racer has come to this point of the round. */
function meet(point: string): void {
  writeFileSync(join(home, `${point}-${me}`), "");
  for (let other = 0; other < Number(racers); other++) while (!existsSync(join(home, `${point}-${other}`)));
}

const won: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  meet(`start-${round}`);
  let release = () => {};
  try {
    release = lockFolder(join(home, `database-${round}`));
    won.push(round);
  } catch (error) {
    if ((error as { code?: string }).code !== "DATABASE_BUSY") throw error;
  }
  meet(`tried-${round}`); // Who won holds until all have tried.
  release();
}
console.log(JSON.stringify(won));
