import { ConnectorError } from "../../../src/cart/connector-error.ts";

/** The fault that ended the work; anything else ends the test. */
export async function faultOf(work: Promise<unknown>): Promise<ConnectorError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    throw error;
  }
  throw new Error("expected a fault, but it worked");
}
