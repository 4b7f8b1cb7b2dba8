// Reporting from a node: where it stands, how many columns to underline (its first line), each place and code once.
import { ts } from "ts-morph";
import { report } from "../../../diagnostics/catalogue/index.ts";
import type { KernelContext } from "../request.ts";

export type DiagnosticValues = { readonly [name: string]: string | number };

export function reportNode(context: KernelContext, code: `SPMD${number}`, node: ts.Node, values: DiagnosticValues = {}, related: readonly { readonly node: ts.Node; readonly message: string }[] = []): void {
  const span = context.span(node), key = `${code} ${span.file}:${span.line}:${span.column}`;
  if (context.cache.reported.has(key)) return;
  context.cache.reported.add(key);
  const diagnostic = report(code, span, values, firstLine(node).length);
  context.report(related.length === 0 ? diagnostic : { ...diagnostic, related: related.map((r) => ({ span: context.span(r.node), message: r.message })) });
}

/** The node's text up to its first line break. */
export const firstLine = (node: ts.Node): string => node.getText().split(/\r?\n/, 1)[0]!;

/** A function's name in a message; undefined if it has none. */
export const quoted = (name: string | undefined): string | undefined => (name ? `'${name}'` : undefined);

/** A short text of the node for messages. */
export function textOf(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
