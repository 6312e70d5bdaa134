/** Where the list of agents is kept in the query cache. */
export const agentsKey = ["agents"];
