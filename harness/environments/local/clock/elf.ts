/**
 * As much of ELF as it takes to find the functions of a vDSO, the small shared library that Linux maps into each process,
 * and the room behind them. What is not as expected is refused in words: this decides what gets overwritten.
 */
export interface Vdso {
  /** Offsets into the mapping, by the name of the function. */
  readonly functions: ReadonlyMap<string, number>;
  /** Where the last byte that the library uses lies: what follows, up to the end of the page, is never looked at. */
  readonly end: number;
}

const [LOAD, DYNAMIC] = [1, 2];
const [STRTAB, SYMTAB] = [5, 6];
const FUNCTION = 2;

export function parseVdso(image: Buffer): Vdso | { readonly refused: string } {
  if (image.readUInt32BE(0) !== 0x7f454c46 || image[4] !== 2 || image.readUInt16LE(18) !== 62) {
    return { refused: 'the vDSO is no ELF file for x86-64' };
  }
  const segments = segmentsOf(image);
  const load = segments.find(({ type }) => type === LOAD);
  const dynamic = segments.find(({ type }) => type === DYNAMIC);
  if (load === undefined || dynamic === undefined) return { refused: 'the vDSO has no dynamic segment' };
  const entries = dynamicOf(image, dynamic.offset);
  const symbols = (entries.get(SYMTAB) ?? 0) - load.address;
  const strings = (entries.get(STRTAB) ?? 0) - load.address;
  if (!(symbols > 0 && strings > symbols && strings < image.length)) return { refused: 'the vDSO has no symbols' };
  const functions = new Map<string, number>();
  for (let at = symbols; at + 24 <= strings; at += 24) {
    if ((image.readUInt8(at + 4) & 0xf) !== FUNCTION) continue;
    const name = strings + image.readUInt32LE(at);
    functions.set(image.toString('latin1', name, image.indexOf(0, name)), u64(image, at + 8) - load.address);
  }
  return { functions, end: load.offset + load.size };
}

function segmentsOf(image: Buffer) {
  const table = u64(image, 32);
  const size = image.readUInt16LE(54);
  return [...Array(image.readUInt16LE(56)).keys()].map((i) => {
    const at = table + i * size;
    return {
      type: image.readUInt32LE(at),
      offset: u64(image, at + 8),
      address: u64(image, at + 16) - u64(image, at + 8),
      size: u64(image, at + 40),
    };
  });
}

function dynamicOf(image: Buffer, offset: number): ReadonlyMap<number, number> {
  const entries = new Map<number, number>();
  for (let at = offset; at + 16 <= image.length; at += 16) {
    const tag = u64(image, at);
    if (tag === 0) break;
    entries.set(tag, u64(image, at + 8));
  }
  return entries;
}

const u64 = (image: Buffer, at: number): number => Number(image.readBigUInt64LE(at));
