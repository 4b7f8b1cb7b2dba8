// Launchers that do not end although their ranks have: one that has lost a host may wait for it for ever, and Hydra's mpiexec, on a busy machine, now and then misses the end of its
// own proxy after MPI_Abort. Nobody is left who could tell, so a shell is: it waits a while, and ends the launcher if it is still there.

/** A text for `sh -c`, for the launcher that is this process's parent or the parent's; it must be asked while these are alive. Empty where nothing is known of them. */
export function endOfLauncher(afterSeconds: number): string {
  const parent = process.ppid, launchers = [parent, parentOf(parent)].filter((pid) => pid > 1);
  return launchers.length === 0 ? "" : `sleep ${afterSeconds}; for p in ${launchers.join(" ")}; do case "$(cat /proc/$p/comm 2>/dev/null)" in *mpirun*|*orterun*|*prterun*|*mpiexec*) kill -TERM $p; sleep 1; kill -KILL $p;; esac; done`;
}

/** 0 where the system does not say. */
function parentOf(pid: number): number {
  try {
    return Number(/^\d+ \(.*\) \S (\d+)/.exec(process.getBuiltinModule("node:fs").readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Starts the shell, which outlives this process. */
export function leaveBehind(script: string): void {
  if (script === "") return;
  try {
    process.getBuiltinModule("node:child_process").spawn("sh", ["-c", script], { detached: true, stdio: "ignore" }).on("error", () => undefined).unref();
  } catch {
    // Then the launcher has to end by itself.
  }
}
