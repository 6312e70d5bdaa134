/** Holds a sender back while more than `limit` units are sent but not taken. */
export class Pace {
  private readonly limit: number;
  private readonly hold: () => void;
  private readonly go: () => void;
  private sentUnits = 0;
  private takenUnits = 0;
  private held = false;
  constructor(limit: number, hold: () => void, go: () => void) {
    this.limit = limit;
    this.hold = hold;
    this.go = go;
  }

  sent(units: number): void {
    this.sentUnits += units;
    if (this.held || this.sentUnits - this.takenUnits <= this.limit) return;
    this.held = true;
    this.hold();
  }

  /** `units` in all since the beginning; nonsense is ignored. */
  taken(units: number): void {
    if (units < this.takenUnits || units > this.sentUnits) return;
    this.takenUnits = units;
    if (!this.held || this.sentUnits - this.takenUnits > this.limit / 2) return;
    this.held = false;
    this.go();
  }

  get isHeld(): boolean {
    return this.held;
  }
}
