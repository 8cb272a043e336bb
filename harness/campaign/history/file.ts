/** Where in a store the history of campaigns is. */
export const HISTORY = 'campaigns.sqlite';
