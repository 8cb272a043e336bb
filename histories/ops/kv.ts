/** The vocabulary of a map from strings to strings, absent keys reading as the empty string. */
export type KvOps = {
  get: { input: { key: string }; output: { key: string; value: string } };
  put: { input: { key: string; value: string }; output: { key: string; value: string } };
  append: { input: { key: string; value: string }; output: { key: string; value: string } };
};
