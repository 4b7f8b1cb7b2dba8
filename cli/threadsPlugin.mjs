// esbuild plugin: takes only `spawn`, `Thread` and `expose` out of the threads package, for a bundle that runs in Node and in browsers.
// The package's own entry installs a SIGINT handler that makes Ctrl-C exit with 0, and requires Node's modules in a way that ES modules cannot.
import { createRequire } from "node:module";
import path from "node:path";

const root = path.join(path.dirname(createRequire(import.meta.url).resolve("threads")), "..");
const file = (name) => path.join(root, "dist-esm", name);

export const threadsPlugin = {
  name: "threads",
  setup(build) {
    const contents = (filter, text, namespace) => build.onLoad({ filter, ...(namespace ? { namespace } : {}) }, () => ({ contents: text, resolveDir: root }));
    build.onResolve({ filter: /^threads$/ }, () => ({ path: "launcher side", namespace: "threads" }));
    build.onResolve({ filter: /^threads\/worker$/ }, () => ({ path: file("worker/index.js") }));
    contents(/^launcher side$/, `export { spawn } from ${JSON.stringify(file("master/spawn.js"))}; export { Thread } from ${JSON.stringify(file("master/thread.js"))};`, "threads");
    // The rank's side of the control channel: the port that runtime/platform.ts puts under this symbol before anything is exposed.
    contents(/dist-esm[\\/]worker[\\/]implementation\.js$/, `
      const port = () => globalThis[Symbol.for("spmd.port")];
      export default {
        isWorkerRuntime: () => port() !== undefined,
        postMessageToMaster: (message, transfer) => port().post(message, transfer),
        subscribeToMasterMessages: (receive) => port().subscribe(receive),
      };`);
    contents(/dist-esm[\\/]master[\\/]implementation\.js$/, `
      export const defaultPoolSize = 1;
      export const getWorkerImplementation = () => { throw new Error("ranks are spawned by runtime/launcher"); };
      export const isWorkerRuntime = () => globalThis[Symbol.for("spmd.port")] !== undefined;`);
    // Only its log lines would need it.
    build.onResolve({ filter: /^debug$/ }, () => ({ path: "debug", namespace: "threads" }));
    contents(/^debug$/, "export default () => () => {};", "threads");
  },
};
