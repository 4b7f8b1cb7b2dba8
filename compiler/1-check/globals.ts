// The globals that programs may use beside ECMAScript's: what Node, browsers and workers have in common. Declared here since the DOM's or Node's own
// declarations take longer to read than a program takes to check.
export const globalsFile = "/spmd-globals.d.ts";

export const globalsText = `
interface Console {
  log(...values: unknown[]): void; info(...values: unknown[]): void; warn(...values: unknown[]): void; error(...values: unknown[]): void; debug(...values: unknown[]): void;
  table(values: unknown, columns?: string[]): void; dir(value: unknown, options?: object): void; assert(condition?: unknown, ...values: unknown[]): void; trace(...values: unknown[]): void;
  time(label?: string): void; timeEnd(label?: string): void; timeLog(label?: string, ...values: unknown[]): void; count(label?: string): void; countReset(label?: string): void;
  group(...values: unknown[]): void; groupCollapsed(...values: unknown[]): void; groupEnd(): void; clear(): void;
}
declare var console: Console;
interface Performance { now(): number; readonly timeOrigin: number; mark(name: string): unknown; measure(name: string, start?: string, end?: string): unknown }
declare var performance: Performance;
interface Crypto { getRandomValues<T>(array: T): T; randomUUID(): string; readonly subtle: any }
declare var crypto: Crypto;
declare function setTimeout(action: (...values: any[]) => void, ms?: number, ...values: any[]): any;
declare function clearTimeout(timer: any): void;
declare function setInterval(action: (...values: any[]) => void, ms?: number, ...values: any[]): any;
declare function clearInterval(timer: any): void;
declare function queueMicrotask(action: () => void): void;
declare function structuredClone<T>(value: T, options?: { transfer?: readonly unknown[] }): T;
declare function fetch(input: string | URL, init?: any): Promise<any>;
declare function atob(text: string): string;
declare function btoa(text: string): string;
declare class URLSearchParams {
  constructor(init?: string | Record<string, string> | string[][]);
  get(name: string): string | null; getAll(name: string): string[]; has(name: string): boolean; set(name: string, value: string): void; append(name: string, value: string): void; delete(name: string): void;
  toString(): string; entries(): IterableIterator<[string, string]>; keys(): IterableIterator<string>; values(): IterableIterator<string>; [Symbol.iterator](): IterableIterator<[string, string]>;
}
declare class URL {
  constructor(url: string | URL, base?: string | URL);
  hash: string; host: string; hostname: string; href: string; readonly origin: string; password: string; pathname: string; port: string; protocol: string; search: string;
  readonly searchParams: URLSearchParams; username: string; toString(): string; toJSON(): string;
}
declare class TextEncoder { readonly encoding: string; encode(text?: string): Uint8Array; encodeInto(text: string, into: Uint8Array): { read: number; written: number } }
declare class TextDecoder { constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }); readonly encoding: string; decode(bytes?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string }
declare class AbortController { readonly signal: AbortSignal; abort(reason?: unknown): void }
declare class AbortSignal { readonly aborted: boolean; readonly reason: unknown; addEventListener(type: string, action: () => void): void; removeEventListener(type: string, action: () => void): void }
interface ImportMeta { readonly url: string }
declare var process: any;
declare module "node:*";
${["assert", "buffer", "child_process", "crypto", "events", "fs", "fs/promises", "http", "https", "net", "os", "path", "perf_hooks", "readline", "stream", "url", "util", "worker_threads", "zlib"].map((name) => `declare module "${name}";`).join("\n")}
`;
