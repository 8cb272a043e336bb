/**
 * A target of a user's own as plans and runs know it: loaded, with the file that it came from. Its plan holds the path and a
 * hash of the file, so that a replay finds it again and can say whether it has changed.
 */
import type { AnyTarget, Setting, Settings } from '../../targets/target.ts';

export interface OwnTarget {
  readonly target: AnyTarget;
  readonly file: TargetFile;
}

/** What a plan keeps of it. */
export interface TargetFile {
  /** As it was typed. */
  readonly path: string;
  readonly sha256: string;
}

/** The endings of target files, by what is in them. */
export const TARGET_FILES = {
  data: ['.yaml', '.yml', '.json'] as readonly string[],
  code: ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'] as readonly string[],
};

/** Whether `--target` names a file and no target of the harness: those have neither dots nor slashes in their names. */
export function isTargetFile(name: string): boolean {
  const endings = [...TARGET_FILES.data, ...TARGET_FILES.code];
  return /[/\\]/.test(name) || endings.some((ending) => name.endsWith(ending));
}

/**
 * In place of a target whose file nobody needs: what a stored run was judged by stands in its plan. It can be planned with, and
 * not run.
 */
export function standIn(plan: {
  readonly name: string;
  readonly workload: string;
  readonly settings: Settings;
}): AnyTarget {
  const { name, workload, settings } = plan;
  return {
    name,
    summary: 'a system of a user',
    workloads: [workload],
    minimumNodes: 1,
    bugs: [],
    settings: Object.fromEntries(Object.entries(settings).map(([flag, value]) => [flag, onlyThis(value)])),
    run() {
      throw new Error(`the target file of ${name} was not loaded`);
    },
    // Else it would be taken for a program.
    openService() {
      throw new Error(`the target file of ${name} was not loaded`);
    },
  };
}

function onlyThis(value: string | number): Setting {
  const describe = 'as it was in the run';
  return typeof value === 'number'
    ? { kind: 'whole', describe, low: value, high: value, fallback: value }
    : { kind: 'choice', describe, values: [value], fallback: value };
}
