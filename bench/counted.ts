/** What one request asked of the table. Units are DynamoDB's, indexes included, twice as many in a transaction. */
export type Counted = { calls: Record<string, number>; transactedItems: number[]; writeUnits: number; readUnits: number };
