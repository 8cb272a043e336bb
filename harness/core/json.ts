/** A value that survives JSON unchanged: what histories, plans and fault decisions are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
