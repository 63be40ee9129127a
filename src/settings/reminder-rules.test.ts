import { describe, expect, test } from "vitest";
import { exampleWith, type Sections } from "../../test/example-settings.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { readSettings } from "./load.ts";

function read(reminder: Sections[string], more: Sections = {}) {
  return readSettings(exampleWith({ ReminderOptions: reminder, ...more }), {}).ReminderOptions;
}

function faultOf(reminder: Sections[string], more: Sections = {}): string {
  try {
    read(reminder, more);
  } catch (thrown) {
    if (thrown instanceof ConnectorError) return thrown.message;
    throw thrown;
  }
  return "no fault";
}

describe("a series", () => {
  test("is a list of the reminders after the first", () => {
    const Steps = [{ AfterHours: 24, EventOrTemplate: 7292 }, { AfterHours: "72" }];
    expect(read({ Steps }).Steps).toEqual([{ AfterHours: 24, EventOrTemplate: "7292" }, { AfterHours: 72 }]);
  });

  test("can come from the environment", () => {
    const env = { ReminderOptions__Steps__0__AfterHours: "48" };
    expect(readSettings(exampleWith({}), env).ReminderOptions.Steps).toEqual([{ AfterHours: 48 }]);
  });

  test.each([
    [
      [{ AfterHours: 12 }],
      "Steps[0].AfterHours: expected at least 24, MinHoursBetweenReminders (24) after the first reminder, got 12",
    ],
    [
      [{ AfterHours: 24 }, { AfterHours: 30 }],
      "Steps[1].AfterHours: expected at least 48, MinHoursBetweenReminders (24) after the step before (24), got 30",
    ],
    [[{ EventOrTemplate: 1 }], "Steps[0].AfterHours: expected a whole number from 1 to 720, got nothing"],
    [
      [24, 48, 72, 96].map((AfterHours) => ({ AfterHours })),
      "MaxRemindersPer30Days: expected at least 5, the reminders of one series (Steps), got 4",
    ],
    [
      [{ AfterHours: 24, EventOrTemplate: "d-0123456789abcdef" }],
      'Steps[0].EventOrTemplate: expected the number of an external event, got "d-0123456789abcdef"',
    ],
  ])("of %j is a fault", (Steps, says) => {
    expect(faultOf({ Steps })).toContain(`ReminderOptions.${says}`);
  });

  test("names what its provider sends, in the provider's own form", () => {
    const sendGrid = {
      ConnectorOptions: { EmailProvider: "sendgrid" },
      ConsentOptions: { Basis: "suppression-list-only", LegalBasis: "existing customers, similar goods" },
      SendGridClientOptions: {
        ApiKeyKeyVaultSecretName: "sendgrid",
        TemplateId: "d-0123456789abcdef",
        FromEmail: "hello@contoso.com",
        UnsubscribeGroupId: 1,
      },
    };
    const steps = (EventOrTemplate: string) => ({ Steps: [{ AfterHours: 24, EventOrTemplate }] });
    expect(faultOf(steps("d-fedcba9876543210"), sendGrid)).toBe("no fault");
    expect(faultOf(steps("7292"), sendGrid)).toContain("expected the id of a dynamic template");
  });

  test("may be another in each channel", () => {
    const text = exampleWith({ ReminderOptions: { Steps: [{ AfterHours: 24 }, { AfterHours: 72 }] } });
    const Channels = [
      {
        RetailServerClientOptions: { OperatingUnitNumber: "129" },
        ReminderOptions: { Steps: [{ AfterHours: 48 }] },
      },
    ];
    const settings = readSettings(JSON.stringify({ ...JSON.parse(text), Channels }), {});
    expect(settings.channels.map(({ ReminderOptions }) => ReminderOptions.Steps.length)).toEqual([2, 1]);
  });
});

describe("quiet hours", () => {
  test("are none when nothing is said", () => {
    expect(read({}).QuietHours).toEqual({});
  });

  test("have a beginning and an end", () => {
    const QuietHours = { From: "21:00", To: "08:00" };
    expect(read({ QuietHours, TimeZone: "europe/stockholm" })).toMatchObject({
      QuietHours,
      TimeZone: "Europe/Stockholm",
    });
  });

  test.each([
    [{ From: "21:00" }, "QuietHours.To: expected a time of day, because From has one, got nothing"],
    [{ To: "08:00" }, "QuietHours.From: expected a time of day, because To has one, got nothing"],
    [{ From: "9:00", To: "17:00" }, 'QuietHours.From: expected a time of day such as 21:00, got "9:00"'],
    [{ From: "21:00", To: "24:00" }, 'QuietHours.To: expected a time of day such as 21:00, got "24:00"'],
    [
      { From: "08:00", To: "08:00" },
      "QuietHours.To: expected a time that leaves at least an hour of the day for reminders, got 08:00 after 08:00",
    ],
    [{ From: "08:30", To: "08:00" }, "QuietHours.To: expected a time that leaves at least an hour"],
  ])("of %j are a fault", (QuietHours, says) => {
    expect(faultOf({ QuietHours })).toContain(`ReminderOptions.${says}`);
  });

  test.each(["Stockholm", "W. Europe Standard Time", "Mars/Olympus"])("know no time zone %s", (TimeZone) => {
    expect(faultOf({ TimeZone })).toContain(
      "ReminderOptions.TimeZone: expected the IANA name of a time zone, such as Europe/Stockholm, got",
    );
  });
});
