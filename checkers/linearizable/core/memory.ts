/**
 * An arena over the module's linear memory. Nothing is freed while a part is judged: tables grow by doubling, so what
 * they leave behind is at most as large as what they are. A bound that would be exceeded gives 0, never a trap.
 */
const PAGE_BITS: usize = 16;
const ALIGN: usize = 63;

let top: usize = 0;
let limit: usize = 0;

export function resetArena(limitBytes: f64): void {
  top = (__heap_base + ALIGN) & ~ALIGN;
  const most: f64 = 4294901760.0; // 4 GiB less one page: what 32-bit addresses reach
  limit = limitBytes < most ? <usize>limitBytes : <usize>most;
}

/** The address of so many bytes, not cleared; 0 when they do not fit into the bound or the host has no more. */
export function allocate(bytes: usize): usize {
  const at = top;
  const end = (<u64>at + <u64>bytes + <u64>ALIGN) & ~(<u64>ALIGN);
  if (end > <u64>limit) return 0;
  const have = <u64>memory.size() << <u64>PAGE_BITS;
  if (end > have) {
    const pages = <i32>((end - have + 65535) >> <u64>PAGE_BITS);
    if (memory.grow(pages) < 0) return 0;
  }
  top = <usize>end;
  return at;
}

// @ts-ignore: decorator
@inline
export function get(base: usize, index: i32): i32 {
  return load<i32>(base + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
export function set(base: usize, index: i32, value: i32): void {
  store<i32>(base + (<usize>index << 2), value);
}
