import { expect, it } from "vitest";
import { statusOf } from "@/lib/server/index/kube/tone.ts";
import { guessTone } from "./guess-tone.ts";

it.each([
  ...["Running", "Ready", "Available", "Active", "Bound", "Established", "True"],
  ...["Pending", "Progressing", "ContainerCreating", "PodInitializing", "Terminating", "Init:0/2"],
  ...[
    "CrashLoopBackOff",
    "ImagePullBackOff",
    "ErrImagePull",
    "Error",
    "OOMKilled",
    "Failed",
    "Init:Error",
    "DeadlineExceeded",
  ],
  ...["NotReady", "Unknown", "Degraded", "Evicted", "Warning", "Lost", "Suspended", "False"],
  ...["Completed", "Normal", "Scaled down", "Paused", "present"],
])("a chip of %s looks as its rows do", (word) => expect(guessTone(word)).toBe(statusOf(word).tone));

it("makes nothing of words that nobody knows", () => expect(guessTone("Purple")).toBe("idle"));
