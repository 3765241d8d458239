import type { RejectReason } from '../contract.ts';

/** Thrown by a check: the file is not taken, and why. */
export class Unfit extends Error {
  readonly reason: RejectReason;

  constructor(reason: RejectReason) {
    super(reason);
    this.name = 'Unfit';
    this.reason = reason;
  }
}
