/** The plots there are, by name: apart from what draws them, which is loaded only where one is asked for. */
export const plotNames = ['latency', 'throughput', 'witness'] as const;
export type PlotName = (typeof plotNames)[number];

/** Of the text in plots; also that of the font with which PNGs are made. */
export const FONT = 'DejaVu Sans';
