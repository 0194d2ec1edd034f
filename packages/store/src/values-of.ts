/** The values of an executed pipeline; the first error of any command is thrown. */
export function valuesOf(results: [Error | null, unknown][] | null): unknown[] {
  return (results ?? []).map(([error, value]) => {
    if (error) throw error;
    return value;
  });
}
