/** Kubernetes' Status objects for what goes wrong, in the words of the real server. */

export type Status = {
  kind: "Status";
  apiVersion: "v1";
  metadata: Record<string, unknown>;
  status: "Success" | "Failure";
  message?: string;
  reason?: string;
  details?: Record<string, unknown>;
  code: number;
};

export class ApiError extends Error {
  readonly status: Status;
  readonly headers: Record<string, string>;
  constructor(code: number, reason: string, message: string, details?: Record<string, unknown>, headers = {}) {
    super(message);
    this.headers = headers;
    this.status = {
      ...{ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason },
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}

export const badRequest = (message: string) => new ApiError(400, "BadRequest", message);
export const notFound = (resource: string, name: string, group = "") =>
  new ApiError(404, "NotFound", `${resource}${group === "" ? "" : `.${group}`} "${name}" not found`, {
    name,
    ...(group === "" ? {} : { group }),
    kind: resource,
  });
export const noRoute = () => new ApiError(404, "NotFound", "the server could not find the requested resource", {});
export const unauthorized = () => new ApiError(401, "Unauthorized", "Unauthorized");
export const invalidOptions = (field: string, message: string) =>
  new ApiError(422, "Invalid", `ListOptions.meta.k8s.io "" is invalid: ${field}: ${message}`, {
    group: "meta.k8s.io",
    kind: "ListOptions",
    causes: [{ reason: "FieldValueForbidden", message, field }],
  });
export const tooLarge = (wanted: number, current: number) =>
  new ApiError(
    504,
    "Timeout",
    `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      retryAfterSeconds: 1,
    },
    { "retry-after": "1" },
  );
export const expired = (message: string) => new ApiError(410, "Expired", message);
export const tooOld = (wanted: number, oldest: number) => expired(`too old resource version: ${wanted} (${oldest})`);
export const tooMany = (seconds: number) =>
  new ApiError(
    ...([
      429,
      "TooManyRequests",
      "Too many requests, please try again later.",
      { retryAfterSeconds: seconds },
    ] as const),
    { "retry-after": String(seconds) },
  );
