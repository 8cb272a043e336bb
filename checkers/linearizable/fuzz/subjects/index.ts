/** Everything that is fuzzed. Case i of a seed is about subject i modulo their number: another order makes other cases. */
import type { AnySubject } from '../subject.ts';
import { containers } from './containers.ts';
import { locks } from './locks.ts';
import { registers } from './registers.ts';
import { unusual } from './unusual.ts';

export const subjects: readonly AnySubject[] = [...registers, ...containers, ...locks, ...unusual];
