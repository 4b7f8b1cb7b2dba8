// spmd doctor: what works on this machine, and what to install for more.
import type { Command } from "../command.ts";

export const doctor: Command = {
  name: "doctor",
  summary: "try what works on this machine: Node, SIMD, C compiler, MPI libraries, hosts",
  usage: "[--hostfile FILE]",
  details: "Two ranks are run on threads and over every MPI library that is found with its launcher. SPMD_MPIRUN names another launcher, SPMD_LIBMPI another library.\nExit status: 1 if something is here and does not work, or a host cannot be reached; what is not here and not needed is told, no more.",
  examples: [["", "try this machine"], ["--hostfile hosts", "and whether each host of a file can be reached, and runs a rank"], ["--json", "as data"]],
  accepts: { flags: ["hostfile", "json"], files: "none", params: false },
  run: async ({ values }) => {
    const [{ showFinding, verdict }, here, jobs, hosts, { withWorkshop }] = await Promise.all([import("../doctor/finding.ts"), import("../doctor/here.ts"), import("../doctor/jobs.ts"), import("../doctor/hosts.ts"), import("../bench/measure.ts")]);
    const names = values.hostfile === undefined ? [] : hosts.hostsIn(values.hostfile), findings: (Parameters<typeof showFinding>[0])[] = [];
    const tell = (...found: typeof findings): void => {
      findings.push(...found);
      if (!values.json) process.stdout.write(found.map(showFinding).join(""));
    };
    tell(here.nodeFinding(), here.coresFinding(), here.simdFinding(), here.koffiFinding());
    tell(await here.compilerFinding());
    tell(here.cacheFinding());
    await withWorkshop(async (workshop) => {
      tell(await jobs.threadsFinding(workshop));
      tell(...(await jobs.mpiFindings(workshop, here.koffiFile())));
      for (const name of names) tell(await hosts.hostFinding(name));
      if (values.hostfile !== undefined && findings.every(({ state }) => state !== "fail")) tell(await jobs.hostsJob(workshop, values.hostfile, Math.max(1, names.length)));
    });
    process.stdout.write(values.json ? `${JSON.stringify(findings, undefined, 1)}\n` : `${verdict(findings)}\n`);
    return findings.some(({ state }) => state === "fail") ? 1 : 0;
  },
};
