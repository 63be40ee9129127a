import { disclose, erase } from "../run/privacy.ts";
import { wrong, type Arguments } from "./arguments.ts";
import { withConnector, type Surroundings } from "./surroundings.ts";

/** `connector privacy show|erase`: prints JSON, to be kept or handed on. 1 when something has to be repeated. */
export async function privacyCommand(given: Arguments, around: Surroundings): Promise<number> {
  const { subject, object } = given;
  if (subject !== "show" && subject !== "erase") throw wrong("privacy: expected show or erase");
  if (object === "") throw wrong(`privacy ${subject}: expected an e-mail address or a customer number`);
  return withConnector(given, around, async (wired) => {
    const tools = await wired.privacyTools();
    const answer = subject === "show" ? await disclose(tools, object) : await erase(tools, object);
    around.out(JSON.stringify(answer, undefined, 2));
    return "result" in answer && answer.result !== "erased" ? 1 : 0;
  });
}
