// Modules in plain JavaScript that tests import.
declare module "*/cli/threadsPlugin.mjs" {
  import type { Plugin } from "esbuild";
  export const threadsPlugin: Plugin;
}
