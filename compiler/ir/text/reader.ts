// A cursor over the text form of a program. All parsers of `ir/text` are functions of a reader; blanks between tokens do not count.
export interface Reader {
  /** What a sticky pattern matches here; the cursor moves past it. */
  match(pattern: RegExp): RegExpExecArray | undefined;
  /** Moves past a word or a mark if it stands here. */
  accept(token: string): boolean;
  expect(token: string): void;
  /** Whether a word or mark stands here. */
  at(token: string): boolean;
  atEnd(): boolean;
  fail(wanted: string): never;
}

export function createReader(text: string): Reader {
  let position = 0;
  const skip = (): void => {
    while (position < text.length && /\s/.test(text[position]!)) position++;
  };
  const at = (token: string): boolean => {
    skip();
    if (!text.startsWith(token, position)) return false;
    return !/[\p{ID_Continue}$]$/u.test(token) || !/^[\p{ID_Continue}$]/u.test(text.slice(position + token.length, position + token.length + 2));
  };
  const fail = (wanted: string): never => {
    const before = text.slice(0, position).split("\n");
    throw new SyntaxError(`line ${before.length}, column ${before.at(-1)!.length + 1}: ${wanted} expected, found ${JSON.stringify(text.slice(position, position + 30))}`);
  };
  const accept = (token: string): boolean => {
    if (!at(token)) return false;
    position += token.length;
    return true;
  };
  return {
    at, accept, fail,
    match(pattern) {
      skip();
      const sticky = new RegExp(pattern.source, `${pattern.flags.replace("y", "")}y`);
      sticky.lastIndex = position;
      const match = sticky.exec(text);
      if (!match) return undefined;
      position += match[0].length;
      return match;
    },
    expect(token) {
      if (!accept(token)) fail(token);
    },
    atEnd() {
      skip();
      return position >= text.length;
    },
  };
}

/** `open item, item close` */
export function listOf<T>(reader: Reader, open: string, close: string, item: (reader: Reader) => T): T[] {
  reader.expect(open);
  const items: T[] = [];
  while (!reader.accept(close)) {
    if (items.length > 0) reader.expect(",");
    items.push(item(reader));
  }
  return items;
}

/** Items until `close`, which is passed. */
export function until<T>(reader: Reader, close: string, item: (reader: Reader) => T): T[] {
  const items: T[] = [];
  while (!reader.accept(close)) items.push(item(reader));
  return items;
}
