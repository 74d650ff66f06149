// Measures the time and the memory of a command. It knows no goal.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";

const root = new URL("../../", import.meta.url);
/** How often memory is looked at, in milliseconds. */
const LOOK_MS = 100;

/** The most memory that a process has used so far, in megabytes; 0 where the system does not say. */
async function memoryOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1000;
}

/**
 * Runs a command in the project's folder, and returns how long it took and how much memory it used.
 * @throws if it fails
 */
export async function timed(program, args) {
  const begun = performance.now();
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  let megabytes = 0;
  const looking = setInterval(async () => {
    megabytes = Math.max(megabytes, await memoryOf(child.pid));
  }, LOOK_MS);
  const [code] = await once(child, "exit");
  clearInterval(looking);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")}: exit code ${code}`);
  return { seconds: (performance.now() - begun) / 1000, megabytes };
}
