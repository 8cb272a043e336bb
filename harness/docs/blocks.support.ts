/** The fenced blocks of a Markdown file. */
export interface Block {
  /** The first word after the fence. */
  readonly language: string;
  /** The words after that, such as `check=targets/solo/node.ts`. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
  /** Of the first line inside. */
  readonly line: number;
}

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const match of markdown.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const [, language = '', words = '', text = ''] = match;
    const attributes = words.split(' ').filter((word) => word !== '');
    blocks.push({
      language,
      attributes: new Map(attributes.map((word) => word.split('=', 2) as [string, string])),
      text,
      line: markdown.slice(0, match.index).split('\n').length + 1,
    });
  }
  return blocks;
}
