import { nothing, type Tally, times, together } from './appointment-tally.ts';
import { bill, prices, type Share } from './cost.ts';
import type { Section } from './report.ts';

/** Of 1,000 appointments. Assumptions, said aloud. */
export const assumed = { moved: 100, cancelled: 100 };

/** Of a request's function (1 GB) and a consumer's (0.5 GB); a batch of one. Assumptions, said aloud. */
const requestSeconds = 0.1;
const requestGigabytes = 1;
const deliverySeconds = 0.1;
const deliveryGigabytes = 0.5;
/** A message is sent, received and deleted. */
const QUEUE_REQUESTS = 3;

/** Dollars by service for what was tallied. */
export const costOf = ({ requests, events, deliveries, letters, writeUnits, readUnits }: Tally): Share[] => {
  // The publisher runs once for each receipt at most; every event counted as one is too much rather than too little.
  const background = deliveries + events;
  const compute = requests * requestSeconds * requestGigabytes + background * deliverySeconds * deliveryGigabytes;
  return [
    { what: 'table', dollars: writeUnits * prices.writeUnit + readUnits * prices.readUnit },
    { what: 'functions', dollars: compute * prices.gigabyteSecond + (requests + background) * prices.invocation },
    { what: 'API and WAF', dollars: requests * prices.apiRequest },
    { what: 'queues and bus', dollars: deliveries * QUEUE_REQUESTS * prices.queueRequest + events * prices.event },
    { what: 'e-mail', dollars: letters * prices.email },
  ];
};

/** 1,000 appointments, some of them moved or cancelled. */
export const ofThousand = (of: { readonly booked: Tally; readonly moved: Tally; readonly cancelled: Tally }): Tally =>
  together(nothing, times(1_000, of.booked), times(assumed.moved, of.moved), times(assumed.cancelled, of.cancelled));

export const appointmentCostSection = (of: Parameters<typeof ofThousand>[0]): Section => {
  const tally = ofThousand(of);
  const shares = costOf(tally);
  const { lines, total } = bill(shares);
  return {
    title: 'Cost of 1,000 appointments, from the units above and list prices (bench/cost.ts)',
    lines,
    notes: [
      `Found, booked, paid, confirmed and reminded of three times; ${assumed.moved} moved, ${assumed.cancelled} cancelled with refund: ${tally.requests} requests, ${tally.events} events, ${tally.deliveries} deliveries, ${tally.letters} letters.`,
      'Razorpay’s share of the fee is not in it. Prices are from general knowledge; read them again before relying on them.',
    ],
    data: { tally, shares, total, prices, assumed },
  };
};
