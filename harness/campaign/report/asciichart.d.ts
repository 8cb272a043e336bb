/** What we use of a library that has no types of its own. */
declare module 'asciichart' {
  export interface PlotOptions {
    readonly height?: number;
    format?(value: number, row: number): string;
  }
  export function plot(series: readonly number[], options?: PlotOptions): string;
}
