/** Headers that the gate sets on the request for Next's side; from outside they are stripped. */
export const requestIdHeader = "x-craton-request-id";
export const addressHeader = "x-craton-address";
