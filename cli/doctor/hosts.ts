// The hosts of a host file: each has a name that means an address, lets us in without a password, and has a Node.
//
//   node1 slots=4        Open MPI's form
//   node2:4              MPICH's
import { execFile } from "node:child_process";
import { lookup } from "node:dns/promises";
import { existsSync, readFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { onPath } from "../../runtime/launcher/mpirun.ts";
import { commandError } from "../errors.ts";
import { environment } from "../options.ts";
import type { Finding } from "./finding.ts";
import { fail, ok } from "./finding.ts";

/** Names in order, each once. SPMD6002 where there is no such file. */
export function hostsIn(file: string): readonly string[] {
  if (!existsSync(file)) throw commandError("SPMD6002", { file });
  return hostNames(readFileSync(file, "utf8"));
}

export function hostNames(text: string): readonly string[] {
  return [...new Set(text.split("\n").map((line) => line.replace(/#.*/, "").trim().split(/\s+/)[0]!.replace(/^(\[[^\]]*\]|[^:]+):\d+$/, "$1")).filter((name) => name !== ""))];
}

export async function hostFinding(host: string): Promise<Finding> {
  let address: string;
  try {
    ({ address } = await lookup(host));
  } catch {
    return fail(`host ${host}: its name means no address here`, "check the name, or add it to DNS or /etc/hosts");
  }
  if (isHere(host, address)) return ok(`host ${host} is this machine`);
  const ssh = onPath("ssh", environment());
  if (ssh === undefined) return fail(`host ${host}: there is no ssh to reach it`, "install an ssh client (Debian, Ubuntu: apt-get install openssh-client)");
  return new Promise((resolve) => {
    execFile(ssh, ["-o", "BatchMode=yes", "-o", "ConnectTimeout=5", host, "node", "--version"], { timeout: 20_000, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      const said = stderr.trim().split("\n").at(-1) ?? "", version = stdout.trim();
      if (!error && /^v\d/.test(version)) resolve(version === process.version ? ok(`host ${host} (${address}) lets us in, and has Node ${version}`) : fail(`host ${host} has Node ${version}, and here is ${process.version}`, "install the same version on all hosts"));
      else if (/not found|No such file/.test(said)) resolve(fail(`host ${host} lets us in, but has no node on its path`, "install Node there, at the same path"));
      else resolve(fail(`host ${host} (${address}) cannot be reached: ${said || "it does not answer"}`, `ssh ${host} true must work without a password: ssh-copy-id ${host}`));
    });
  });
}

const isHere = (host: string, address: string): boolean =>
  host === "localhost" || host === hostname() || /^127\.|^::1$/.test(address) || Object.values(networkInterfaces()).some((list) => list?.some((own) => own.address === address));
