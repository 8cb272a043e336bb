/**
 * What a run needs to follow a reproduction: its parts in the form in which the runner, the nemeses and the network take
 * them, and afterwards what of it did not apply.
 */
import type { Invocation, Op } from '../../histories/op.ts';
import { resolveNemesis } from '../../nemesis/index.ts';
import type { Nemesis } from '../../nemesis/nemesis.ts';
import type { NodeId } from '../../targets/runtime.ts';
import type { Generator } from '../generators/generator.ts';
import { MessageScript, type NameOf } from './message-script.ts';
import type { Misfit } from './misfit.ts';
import { nsOf, type Reproduction } from './reproduction.ts';
import { notUnderstood, scriptedOperations, threadsIn } from './scripted-operations.ts';
import { nemesisNameOf, ScriptedTurns } from './scripted-turns.ts';

export class Script {
  readonly reproduction: Reproduction;
  readonly direction: MessageScript;
  readonly turns: ScriptedTurns;
  readonly threads: number;
  readonly untilNs: number;
  readonly healAtNs: number | undefined;

  constructor(reproduction: Reproduction, nameOf: NameOf) {
    const { healAtMs, untilMs, faults } = reproduction;
    this.reproduction = reproduction;
    this.direction = new MessageScript(reproduction, nameOf);
    this.turns = new ScriptedTurns(faults);
    this.threads = threadsIn(reproduction);
    this.untilNs = nsOf(untilMs);
    this.healAtNs = healAtMs === undefined ? undefined : nsOf(healAtMs);
  }

  /** Those whose decisions it has: they have to heal. */
  get nemeses(): readonly Nemesis[] {
    const names = new Set(this.reproduction.faults.map(nemesisNameOf));
    return [...names].flatMap((name) => (name === undefined ? [] : (resolveNemesis(name) ?? [])));
  }

  operations(): Generator<Invocation> {
    return scriptedOperations(this.reproduction.operations);
  }

  contactOf(client: number): NodeId | undefined {
    return this.reproduction.operations.find((operation) => operation.client === client)?.contact;
  }

  misfits(history: readonly Op[]): readonly Misfit[] {
    return [...notUnderstood(history), ...this.turns.misfits, ...this.direction.neverSent()];
  }
}
