import type { Channel } from "../ports/retail-server.ts";
import type { ChannelSettings } from "../settings/schema.ts";
import type { Shop } from "../steps/way.ts";

/** The shop of a channel: what the retailer set, and what Retail Server says of it. */
export function shopOf(settings: ChannelSettings, channel: Channel): Shop {
  const { RetailServerClientOptions: server, MediaOptions: media, LinkOptions: links } = settings;
  return {
    name: server.OperatingUnitNumber,
    currency: channel.currency,
    defaultLanguage: channel.defaultLanguage,
    timeZoneForAll: settings.ReminderOptions.TimeZone,
    timeZone: channel.timeZone,
    returnToCartUrl: server.ReturnToCartUrl,
    productUrlTemplate: links.ProductUrlTemplate,
    imageServerUrl: media.ImageServerUrl,
    placeholderImageUrl: media.PlaceholderImageUrl,
    viewPorts: media.ImageViewPorts.map((port) => ({
      media: port.viewport,
      width: port.imageWidth,
      height: port.imageHeight,
      useForDefaultImageTag: port.useForDefaultImageTag,
    })),
  };
}
