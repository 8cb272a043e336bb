/**
 * Units of time. Every instant and duration inside the harness is a number of nanoseconds (exact in a
 * double for 104 days); what people type and read is in milliseconds or seconds, and the name says so.
 */
export const NS_PER_US = 1_000;
export const NS_PER_MS = 1_000_000;
export const NS_PER_S = 1_000_000_000;

export const msToNs = (ms: number): number => Math.round(ms * NS_PER_MS);
export const secondsToNs = (seconds: number): number => Math.round(seconds * NS_PER_S);
export const nsToMs = (ns: number): number => ns / NS_PER_MS;
export const nsToSeconds = (ns: number): number => ns / NS_PER_S;
