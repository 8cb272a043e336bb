/**
 * The vocabulary of independent compare-and-set registers. `key` names the register and is absent where a history
 * knows just one. A cas that found another value completes `ok` with `applied: false`: it is an observation, which
 * a checker may use; `fail` is kept for operations that certainly did not happen.
 */
export type RegisterKey = number | string;
export type RegisterValue = number | string | null;

export type RegisterOps = {
  read: { input: { key?: RegisterKey }; output: { key?: RegisterKey; value: RegisterValue } };
  write: { input: { key?: RegisterKey; value: RegisterValue }; output: { key?: RegisterKey; value: RegisterValue } };
  cas: {
    input: { key?: RegisterKey; from: RegisterValue; to: RegisterValue };
    output: { key?: RegisterKey; from: RegisterValue; to: RegisterValue; applied: boolean };
  };
};
