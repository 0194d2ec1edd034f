/** Without the fields that are undefined, which a query must not have. */
export const defined = <Query extends object>(query: Query): { [Name in keyof Query]?: NonNullable<Query[Name]> } =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;
