/**
 * The user asked for something that cannot be done as asked: an unknown name, a malformed file, a store that
 * cannot be written. The message is one sentence that says what, where and what to do; the command line prints
 * it without a stack trace and exits with 254. Everything else that is thrown is a crash of ours (255).
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}
