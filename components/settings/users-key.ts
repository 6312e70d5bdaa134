/** Where the list of users is kept in the query cache. */
export const usersKey = ["users"];
