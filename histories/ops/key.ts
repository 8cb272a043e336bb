/** Names one of several independent objects of a history; absent where a history knows just one. */
export type Key = number | string;
/** What every operation on such an object carries. */
export type Keyed = { key?: Key };
