// Runs something again whenever one of the files it read changes, until Ctrl-C.
import { watch } from "node:fs";
import path from "node:path";

/** `once` returns the files it read. Never resolves: the user ends it. */
export async function watchFiles(once: () => Promise<readonly string[]>): Promise<number> {
  for (;;) {
    const files = new Set(await once());
    process.stdout.write(`watching ${files.size} ${files.size === 1 ? "file" : "files"}; Ctrl-C ends\n`);
    await change(files);
  }
}

/** Resolves shortly after one of the files changes. Directories are watched, since editors replace files instead of writing into them. */
function change(files: ReadonlySet<string>): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const watchers = [...new Set([...files].map((file) => path.dirname(file)))].map((directory) =>
      watch(directory, (_, name) => {
        if (name === null || !files.has(path.join(directory, name))) return;
        clearTimeout(timer);
        timer = setTimeout(() => {
          for (const watcher of watchers) watcher.close();
          resolve();
        }, 50);
      }));
  });
}
