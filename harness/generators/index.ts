/** All generators, by name: what workloads, nemeses and the runner are written with. */
export * from './basic.ts';
export * from './bounds.ts';
export * from './choice.ts';
export * from './composition.ts';
export type * from './generator.ts';
export * from './keys.ts';
export { any } from './race.ts';
export * from './threads.ts';
export * from './timing.ts';
export * from './transform.ts';
