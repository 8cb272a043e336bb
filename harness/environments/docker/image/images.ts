/** What an engine has of images, and gets: by name, and with a sentence for each that is not to be had. */
import type Docker from 'dockerode';
import { UserError } from '../../../core/errors.ts';

/** Its id; undefined if the engine does not have it. */
export async function imageId(docker: Docker, name: string): Promise<string | undefined> {
  try {
    return (await docker.getImage(name).inspect()).Id;
  } catch (error) {
    if ((error as { readonly statusCode?: number }).statusCode === 404) return undefined;
    throw new UserError(`the image ${name} cannot be looked up: ${wordsOf(error)}`);
  }
}

/** Its id; pulled if it is not here. `use`: what to do where it cannot be pulled. */
export async function neededImage(docker: Docker, name: string, use: string): Promise<string> {
  const here = await imageId(docker, name);
  if (here !== undefined) return here;
  const refuse = (why: string): UserError =>
    new UserError(`the image ${name} is not here and cannot be pulled (${why}): ${use}`);
  try {
    await finished(docker, await docker.pull(name));
  } catch (error) {
    throw refuse(wordsOf(error));
  }
  const pulled = await imageId(docker, name);
  if (pulled === undefined) throw refuse('it is of another name');
  return pulled;
}

/** Rejects with what went wrong on the way. */
export function finished(docker: Docker, stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}

/** What an engine complains of, without its wrapping and in one line. */
export function wordsOf(error: unknown): string {
  const { json, message } = error as { readonly json?: { readonly message?: string }; readonly message?: string };
  const words = (json?.message ?? message ?? String(error)).replaceAll(/\s+/g, ' ').trim();
  return words.replace(/^\(HTTP code \d+\) [\w ]+ - /, '');
}
