import { z } from "zod";
import { flag, link, media, text, whole } from "../kinds.ts";
import { optional, required, withDefault } from "../setting.ts";

const viewPort = z.strictObject({
  viewport: required(text("a media condition, such as (min-width:1600px)"), {
    meaning: "The range of screen widths, as a CSS media condition.",
  }),
  imageWidth: required(whole(1, 10_000), { meaning: "Width of the picture.", unit: "pixels" }),
  imageHeight: required(whole(1, 10_000), { meaning: "Height of the picture.", unit: "pixels" }),
  useForDefaultImageTag: withDefault(flag(), false, {
    meaning: "True for the size that mail programs without `<picture>` get.",
  }),
});

export const mediaServer = z
  .strictObject({
    ImageServerUrl: required(media(), {
      meaning:
        "The root of the media server: Media Server Base URL of the channel profile in Commerce headquarters.",
    }),
    ImageViewPorts: withDefault(
      { type: z.array(viewPort).min(1), expected: "a list of view ports" },
      [
        { viewport: "(max-width:768px)", imageWidth: 80, imageHeight: 80, useForDefaultImageTag: false },
        {
          viewport: "(min-width:769px) and (max-width:1599px)",
          imageWidth: 183,
          imageHeight: 183,
          useForDefaultImageTag: false,
        },
        { viewport: "(min-width:1600px)", imageWidth: 315, imageHeight: 315, useForDefaultImageTag: true },
      ],
      {
        meaning: "The sizes in which each product picture is offered.",
        standard: "three: 80, 183 and 315 pixels square",
      },
    ),
    PlaceholderImageUrl: optional(link(), {
      meaning: "The picture of a product that has none.",
      standard: "no picture",
    }),
  })
  .describe("Pictures of products.");
