/**
 * The vocabulary of a map from strings to strings, absent keys reading as the empty string. A cas that found another
 * value completes `ok` with `applied: false`, as in the vocabulary of registers.
 */
export type KvOps = {
  get: { input: { key: string }; output: { key: string; value: string } };
  put: { input: { key: string; value: string }; output: { key: string; value: string } };
  append: { input: { key: string; value: string }; output: { key: string; value: string } };
  delete: { input: { key: string }; output: { key: string } };
  cas: {
    input: { key: string; from: string; to: string };
    output: { key: string; from: string; to: string; applied: boolean };
  };
};
