// SPDX-License-Identifier: Apache-2.0
//
// What is shown stands in the address: #/nl/c/power-market/shares?rule=shapley&with=nucleolus&coalition=NL+BE&scale=log
// so that a link opens the same view, in the same language, with the same coalition.

export interface Route {
  language: string;
  kind: "overview" | "commitment" | "case";
  id: string;
  part: string;
  options: Record<string, string>;
}

export const languages = ["en", "nl", "fr", "de"] as const;
export type Language = (typeof languages)[number];

export function is_language(text: string | undefined): text is Language {
  return (languages as readonly string[]).includes(text ?? "");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parse_route(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [language = "", kind = "", id = "", part = ""] = path.split("/").map(decode);
  const options: Record<string, string> = {};
  for (const pair of query.split("&").filter(Boolean)) {
    const [name = "", value = ""] = pair.split("=");
    options[decode(name)] = value.split("+").map(decode).join("+");
  }
  const known = kind === "c" ? "commitment" : kind === "case" ? "case" : "overview";
  return { language, kind: known, id, part, options };
}

export function write_route(route: Route): string {
  const kind = route.kind === "commitment" ? "c" : route.kind === "case" ? "case" : "";
  const parts = [route.language, kind, route.id, route.part].filter(Boolean).map(encodeURIComponent);
  const options = Object.entries(route.options)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${value.split("+").map(encodeURIComponent).join("+")}`);
  return `#/${parts.join("/")}${options.length > 0 ? `?${options.join("&")}` : ""}`;
}
