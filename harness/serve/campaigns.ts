/**
 * What the history of the store's campaigns says. It is read for each answer, for others write to it; the package that reads
 * it is loaded when somebody asks for the first time.
 */
import type { CampaignCourse, CampaignTrends } from './api.ts';

export async function campaignTrends(store: string): Promise<CampaignTrends> {
  const { campaigns, remarks } = await trendsIn(store);
  return { campaigns: campaigns.map(({ course: _course, ...campaign }) => campaign), remarks };
}

/** Undefined if there is no such campaign. */
export async function campaignCourse(store: string, wanted: string): Promise<CampaignCourse | undefined> {
  const { campaigns } = await trendsIn(store);
  const found = campaigns.find(({ id }) => id === wanted);
  return found && { course: found.course };
}

async function trendsIn(store: string) {
  const { trendsOf } = await import('../campaign/history/trends.ts');
  return trendsOf(store);
}
