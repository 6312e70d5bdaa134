/** Headers that the gate sets on the request for Next's side; from outside they are stripped. */
export const requestIdHeader = "x-craton-request-id";
export const addressHeader = "x-craton-address";
/** Path and query of the request: Next tells its layouts neither. */
export const targetHeader = "x-craton-target";
