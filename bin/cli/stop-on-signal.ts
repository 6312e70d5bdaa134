/** Signals to a foreground `craton run` stop its pod: the first gently, the second at once. */
import type { Connection } from "./connection.ts";
import { failed, printFailure } from "./failure.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export class StopOnSignal {
  private readonly connection: Connection;
  private readonly uuid: string;
  private count = 0;
  private running = false;
  constructor(connection: Connection, uuid: string) {
    this.connection = connection;
    this.uuid = uuid;
    for (const signal of signals) process.on(signal, this.receive);
  }

  /** The pod is there: a signal that came while it was made counts now. */
  started(): void {
    this.running = true;
    if (this.count > 0) this.stop(false);
  }

  /** Nobody reads what the pod writes any more. */
  stopAndExit(status: number): void {
    this.end();
    this.connection.agent.pods.stop(this.connection.caller, this.uuid).then(
      () => process.exit(status),
      (error: unknown) => {
        printFailure(error);
        process.exit(failed);
      },
    );
  }

  end(): void {
    for (const signal of signals) process.off(signal, this.receive);
  }

  private readonly receive = (): void => {
    this.count += 1;
    if (this.running) this.stop(this.count > 1);
  };

  private stop(force: boolean): void {
    const { agent, caller } = this.connection;
    agent.pods.stop(caller, this.uuid, { force }).catch((error: unknown) => {
      // The pod may have ended by itself meanwhile; whoever follows it sees that.
      printFailure(error);
    });
  }
}
