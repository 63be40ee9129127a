/** What a person can ask for, in the order they will need it. */
export const USAGE = `connector — reminds shoppers of the carts they left behind, once

  connector check                     try every neighbour and say what is wrong and how to mend it
  connector run                       one pass: find abandoned carts and hand their reminders to the provider
      --dry-run                       mail nobody, write nothing, say what would happen
      --from ISO --to ISO             only carts last modified in this window; moves no cursor
      --channel OUN                   only this operating unit
      --json                          the report as one JSON object on the last line of stdout, one line per channel
  connector recovered                 what came of reminders: who was reminded, who clicked, what was ordered afterwards
      --from ISO --to ISO             reminders handed over in this time (the last 30 days)
      --within DAYS                   how long after a reminder an order counts (7)
      --orders FILE                   orders of a shop with their referral codes, as CSV or JSON
      --channel OUN, --json           as above
  connector preview [cart]            the mail and the exact request, secrets masked: of that cart, or of an example; nothing is sent
      --out FILE                      writes the HTML of the mail there, to be opened in a browser
      --provider NAME                 as this provider would be asked, whose section has to be filled in
      --language TAG                  the example in this language, such as sv or de-at
      --channel OUN, --json           as above
  connector providers                 the e-mail providers and what each can do; --json for programs
  connector explain <cart | e-mail>   what is known and decided about a cart or a person, and what would happen now
      --channel OUN, --json           as above
  connector unsure list               the reminders that may or may not have been sent, which only a person can settle
  connector unsure resend <cart>      lets one go its way again, with every guard; --all for all of them
  connector unsure dismiss <cart>     counts one as sent, so that nobody is reminded of it again; --all likewise
      --json                          as one JSON object
  connector suppressions import FILE  never write to these people: CSV with addresses or our hashes; - reads what is piped in
      --reason WORD                   unsubscribed, complained, erased, staff or manual (the default), for lines without one
      --json                          the report as one JSON object
  connector suppressions export       everybody who must not be written to, as CSV: hash, reason, time
  connector privacy show <who>        all that is held about a person, by e-mail address or customer number, as JSON
  connector privacy erase <who>       erases the person, here and at the provider, and prints the receipt
  connector ledger init               make the ledger's database and container, or its file
  connector ledger status             where each channel stands, and what waits for a person
  connector settings                  check the settings and print them as they are in force
      --json                          on one line
  connector open-cart build <shop>    a link that fills a cart of that shop; docs/open-cart.md says all about links
      --product N, --sku TEXT, --variant N, --amount N
      --items FILE                    several products: a JSON list of objects with the same names
      --title TEXT, --price N, --currency CODE, --weight N
                                      an offer, which has to be signed
      --secret-env NAME               sign it with the secret in this environment variable
      --add                           sign an add link, though its price can be lowered without the secret
      --expiry-days N, --referral-code TEXT, --stack, --silent
      --html, --json                  for an HTML attribute; with its code and what the code covers
  connector open-cart explain <link>  what a link says, whether its code holds, and the cart before and after
      --secret-env NAME,NAME          check the code with the secrets in these environment variables
      --catalogue FILE, --cart FILE   the products of the shop; the cart before, when it is not empty
      --compatible                    judge as the shop does, not as the strict settings of our receiver
      --json                          as {result, code, message, cart, items, before, link}
  connector open-cart register <link> notes a signed link in the ledger, which holds it to what was signed from then on
      --not-after ISO, --uses N       until when, and how often over all carts, it can be used
      --json                          as {link, code}, link being registered or known

Everywhere but with open-cart build and explain, which need no settings:
  --settings FILE                     the settings file (appSettings.json)
  --verbose                           also print the log, as JSON lines on stderr
  --help, --version

Ends with 0 when it was done, with 1 when a fault stopped it, with 2 when the command line was not understood.
A fault is one message on stderr: its code, what is wrong, and the mend. With --json it is on the last line of stdout
as well: in the report's \`fault\`, or as {"fault": {"code", "message", "fix"}} when no pass had begun.
`;
