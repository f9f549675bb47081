import type { JsonObject } from '../core/store.ts';

export type CardProblem = { code: string; declineCode?: string; message: string };

export type TestCard = {
  number: string;
  brand: string;
  names: readonly string[];
  /** What happens when the card is kept for later. */
  onAttach?: CardProblem;
  /** What happens when the card is charged. */
  onCharge?: CardProblem;
};

const declined: CardProblem = {
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: 'Your card was declined.',
};
const insufficientFunds: CardProblem = {
  code: 'card_declined',
  declineCode: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
};
const expired: CardProblem = { code: 'expired_card', message: 'Your card has expired.' };
const wrongCvc: CardProblem = { code: 'incorrect_cvc', message: "Your card's security code is incorrect." };
const processing: CardProblem = {
  code: 'processing_error',
  message: 'An error occurred while processing your card. Try again in a little bit.',
};

/** Stripe's published test cards, as far as the emulator knows them; any other number is not accepted. */
const cards: readonly TestCard[] = [
  { number: '4242424242424242', brand: 'visa', names: ['visa'] },
  { number: '4000056655665556', brand: 'visa', names: ['visa_debit'] },
  { number: '5555555555554444', brand: 'mastercard', names: ['mastercard'] },
  { number: '5200828282828210', brand: 'mastercard', names: ['mastercard_debit'] },
  { number: '378282246310005', brand: 'amex', names: ['amex'] },
  { number: '6011111111111117', brand: 'discover', names: ['discover'] },
  { number: '4000000000000259', brand: 'visa', names: ['createDispute'] },
  { number: '4000000000000077', brand: 'visa', names: ['bypassPending'] },
  { number: '4000000000000341', brand: 'visa', names: ['chargeCustomerFail'], onCharge: declined },
  {
    number: '4000000000000002',
    brand: 'visa',
    names: ['chargeDeclined', 'visa_chargeDeclined'],
    onAttach: declined,
    onCharge: declined,
  },
  {
    number: '4000000000009995',
    brand: 'visa',
    names: ['chargeDeclinedInsufficientFunds', 'visa_chargeDeclinedInsufficientFunds'],
    onAttach: insufficientFunds,
    onCharge: insufficientFunds,
  },
  {
    number: '4000000000000069',
    brand: 'visa',
    names: ['chargeDeclinedExpiredCard'],
    onAttach: expired,
    onCharge: expired,
  },
  {
    number: '4000000000000127',
    brand: 'visa',
    names: ['chargeDeclinedIncorrectCvc'],
    onAttach: wrongCvc,
    onCharge: wrongCvc,
  },
  {
    number: '4000000000000119',
    brand: 'visa',
    names: ['chargeDeclinedProcessingError'],
    onAttach: processing,
    onCharge: processing,
  },
];

/** The test card with this number (spaces are allowed), or undefined. */
export function cardByNumber(number: string): TestCard | undefined {
  const digits = number.replace(/\s/g, '');
  return cards.find((card) => card.number === digits);
}

/** The test card that an id such as pm_card_visa or tok_visa stands for, or undefined. */
export function cardByName(id: string): TestCard | undefined {
  const name = /^(?:pm_card|tok)_(\w+)$/.exec(id)?.[1];
  return name === undefined ? undefined : cards.find((card) => card.names.includes(name));
}

/** The test card behind a stored payment method: the last digits of our cards are all different. */
export function cardOf(paymentMethod: JsonObject): TestCard | undefined {
  const last4 = (paymentMethod.card as JsonObject | undefined)?.last4;
  return cards.find((card) => card.number.slice(-4) === last4);
}
