/**
 * Shifts the clock of any program on x86-64 Linux, whatever it is written in, by changing its own copy of the vDSO, the
 * code through which it asks for the time. New functions go into the unused end of the mapping, and the old ones begin with
 * a jump there, so that threads which are inside of an old one finish it in peace. The new ones add one number to what the
 * kernel says, and setting a clock is writing that number: eight bytes, aligned. It takes no privilege beyond owning the
 * process, and programs that call the kernel without the vDSO (static ones, often) do not notice.
 */
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { UserError } from '../../../core/errors.ts';
import { assemble } from './assembler.ts';
import type { ClockMeans } from './clock-control.ts';
import { parseVdso } from './elf.ts';
import { type Hold, Steering } from './steering.ts';

export const vdso: ClockMeans = {
  environment: () => ({}),
  control: (pid) => new Steering(takeHold, pid),
};

function takeHold(pid: number): Hold | undefined {
  const memory = openMemory(pid);
  if (memory === undefined) return undefined;
  try {
    const at = patch(pid, memory);
    if (at === undefined) {
      closeSync(memory);
      return undefined;
    }
    return {
      write: (offsetNs) => writeOffset(memory, at, offsetNs),
      release: () => closeSync(memory),
    };
  } catch (error) {
    closeSync(memory);
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Undefined if it has ended just now. */
function openMemory(pid: number): number | undefined {
  try {
    return openSync(`/proc/${pid}/mem`, 'r+');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw new UserError(`the clock of process ${pid} cannot be set: its memory may not be written (${codeOf(error)})`);
  }
}

function writeOffset(memory: number, at: number, offsetNs: number): boolean {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(offsetNs));
  try {
    return writeSync(memory, bytes, 0, bytes.length, at) === bytes.length;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** The new part: a mark, the number to be added on a cache line of its own, and the functions. */
const MARK = Buffer.from('harness clock 1\0', 'latin1');
const OFFSET = 64;
const CODE = 128;
const LINE = 64;

/** Returns the address of the number to be added; undefined for a process that has ended. One that was patched before keeps what it has. */
function patch(pid: number, memory: number): number | undefined {
  const refuse = (why: string): never => {
    throw new UserError(`the clock of process ${pid} cannot be set: ${why}`);
  };
  const maps = readFileSync(`/proc/${pid}/maps`, 'latin1');
  // So it is between the end of a process and the moment at which somebody takes notice.
  if (maps === '') return undefined;
  const range = /^([0-9a-f]+)-([0-9a-f]+) .*\[vdso\]$/m.exec(maps);
  if (range === null) return refuse('it has no vDSO');
  const [base, end] = [Number.parseInt(range[1] ?? '', 16), Number.parseInt(range[2] ?? '', 16)];
  const image = Buffer.alloc(end - base);
  readSync(memory, image, 0, image.length, base);
  const parsed = parseVdso(image);
  if ('refused' in parsed) return refuse(parsed.refused);
  const cave = Math.ceil(parsed.end / LINE) * LINE;
  const isPatched = image.subarray(cave, cave + MARK.length).equals(MARK);
  if (isPatched) return base + cave + OFFSET;
  const { code, labels } = assemble(cave + CODE, FUNCTIONS, new Map([['offset', cave + OFFSET]]));
  if (cave + CODE + code.length > image.length) return refuse('its vDSO has no room left');
  const write = (bytes: Buffer, at: number): void => {
    writeSync(memory, bytes, 0, bytes.length, base + at);
  };
  write(Buffer.concat([MARK, Buffer.alloc(CODE - MARK.length), code]), cave);
  // The way in comes last. It is short enough to be within one function, and there before anybody comes by.
  for (const [name, label] of ENTRIES) {
    const entry = parsed.functions.get(name);
    if (entry === undefined) continue;
    write(assemble(entry, ['e9 >>to'], new Map([['to', labels.get(label) ?? 0]])).code, entry);
  }
  return base + cave + OFFSET;
}

const ENTRIES = [
  ['__vdso_clock_gettime', 'clock_gettime'],
  ['__vdso_gettimeofday', 'gettimeofday'],
  ['__vdso_time', 'time'],
] as const;

/** Nanoseconds in rax, the offset included, become whole seconds in rax and 0 to 999,999,999 in rdx. */
const split = (label: string): readonly string[] => [
  '48 03 05 >>offset', // add rax, [offset]
  '48 99', // cqo
  'b9 00 ca 9a 3b', // mov ecx, 1000000000
  '48 f7 f9', // idiv rcx
  '48 85 d2', // test rdx, rdx
  `79 >${label}`, // jns
  '48 01 ca', // add rdx, rcx
  '48 ff c8', // dec rax
  `${label}:`,
];

/** Each asks the kernel as the old one does when it cannot answer by itself, and keeps to the same registers. */
const FUNCTIONS: readonly string[] = [
  'clock_gettime:', // (edi: clock, rsi: struct timespec *)
  'b8 e4 00 00 00', // mov eax, 228
  '0f 05', // syscall
  '85 c0', // test eax, eax
  '75 >clock_gettime_out', // jnz: an error
  '85 ff', // test edi, edi: CLOCK_REALTIME
  '74 >shift', // jz
  '83 ff 05', // cmp edi, 5: CLOCK_REALTIME_COARSE
  '75 >clock_gettime_out', // jne: the monotonic ones and those of the processor stay as they are
  'shift:',
  '48 8b 46 08', // mov rax, [rsi + 8]
  ...split('shifted'),
  '48 01 06', // add [rsi], rax
  '48 89 56 08', // mov [rsi + 8], rdx
  '31 c0', // xor eax, eax
  'clock_gettime_out:',
  'c3', // ret

  'gettimeofday:', // (rdi: struct timeval *, rsi: struct timezone *)
  'b8 60 00 00 00', // mov eax, 96
  '0f 05', // syscall
  '85 c0', // test eax, eax
  '75 >gettimeofday_out', // jnz
  '48 85 ff', // test rdi, rdi
  '74 >gettimeofday_out', // jz: the zone alone was asked for
  '48 69 47 08 e8 03 00 00', // imul rax, [rdi + 8], 1000
  ...split('of_day'),
  '48 01 07', // add [rdi], rax
  '48 89 d0', // mov rax, rdx
  '31 d2', // xor edx, edx
  'b9 e8 03 00 00', // mov ecx, 1000
  '48 f7 f1', // div rcx
  '48 89 47 08', // mov [rdi + 8], rax
  '31 c0', // xor eax, eax
  'gettimeofday_out:',
  'c3', // ret

  'time:', // (rdi: time_t *)
  '57', // push rdi
  '48 83 ec 10', // sub rsp, 16
  '31 ff', // xor edi, edi
  '48 89 e6', // mov rsi, rsp
  'e8 >>clock_gettime', // call
  '48 8b 04 24', // mov rax, [rsp]
  '48 83 c4 10', // add rsp, 16
  '5f', // pop rdi
  '48 85 ff', // test rdi, rdi
  '74 >time_out', // jz
  '48 89 07', // mov [rdi], rax
  'time_out:',
  'c3', // ret
];

const GONE = ['ENOENT', 'ESRCH', 'EIO', 'EBADF'];
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
const isGone = (error: unknown): boolean => GONE.includes(codeOf(error));
