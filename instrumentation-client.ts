/**
 * Runs in the browser before any page's code: zod would else try `new Function` for its schemas, which the content security
 * policy forbids and reports.
 */
import { config } from "zod/v4/core";

config({ jitless: true });
