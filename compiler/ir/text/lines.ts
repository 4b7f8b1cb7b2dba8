// Indented text. A line knows its depth; text in it may itself hold line breaks (a user's template string), which indentation must not touch.
export interface Line {
  readonly depth: number;
  readonly text: string;
}
export type Lines = readonly Line[];

export const line = (text: string): Lines => [{ depth: 0, text }];
export const nested = (lines: Lines): Lines => lines.map(({ depth, text }) => ({ depth: depth + 1, text }));
/** `head {` ... `}` */
export const braced = (head: string, body: Lines, tail = ""): Lines => (body.length === 0 ? line(`${head} {}${tail}`) : [...line(`${head} {`), ...nested(body), ...line(`}${tail}`)]);
export const flow = (lines: Lines): string => lines.map(({ depth, text }) => `${"  ".repeat(depth)}${text}`).join("\n");
