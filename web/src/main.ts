// SPDX-License-Identifier: Apache-2.0
//
// Reads the results that stand in the page, and shows what the address asks for.
import { case_view, commitment_view } from "./commitment_view";
import { h, refill, type Child } from "./dom";
import { listen_to_figures } from "./figure";
import { say, set_language, t, tables } from "./i18n";
import { CaseModel } from "./model";
import { overview_view } from "./overview";
import { is_language, languages, parse_route, write_route, type Language, type Route } from "./route";
import { ViewState } from "./state";
import type { PageDocument } from "./types";

const known_version = 1;

type Read = { page: PageDocument } | { refusal: () => Child };

/** The results, or why there are none to show. The template by itself holds a word where results would stand. */
function read(): Read {
  const text = document.getElementById("results")?.textContent ?? "";
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { refusal: () => say("unreadable", { reason }) };
  }
  if (found === null || typeof found !== "object") return { refusal: () => t("no_results") };
  const page = found as PageDocument;
  const versions = [page, page.programme, ...Object.values(page.cases ?? {})].flatMap((one) => (one ? [one.schema_version] : []));
  const other = versions.find((version) => version !== known_version);
  if (other !== undefined || versions.length === 0) return { refusal: () => say("bad_version", { found: String(other) }) };
  return { page: { ...page, programme: page.programme ?? null, cases: page.cases ?? {} } };
}

class App {
  private readonly main = h("main", { id: "main", tabindex: -1 });
  private readonly top = h("div", { class: "top no-print" });
  private readonly foot = h("footer", {});
  private readonly models = new Map<string, CaseModel>();
  private shown: Route | null = null;

  constructor(private readonly read: Read) {
    if ("page" in read) {
      const { page } = read;
      for (const [name, doc] of Object.entries(page.cases)) this.models.set(name, new CaseModel(name, doc, page.programme));
    }
    const skip = h("a", { class: "skip", href: "#main", onclick: (event: Event) => { event.preventDefault(); this.main.focus(); } });
    skip.id = "skip";
    document.body.append(skip, h("header", { class: "topbar" }, this.top), this.main, this.foot);
    listen_to_figures(this.main, (part) => this.go(part));
    window.addEventListener("hashchange", () => this.show());
    this.show();
  }

  private route(): Route {
    const route = parse_route(location.hash);
    if (is_language(route.language)) return route;
    const preferred = navigator.languages.map((one) => one.slice(0, 2)).find(is_language);
    return { ...route, language: preferred ?? "en" };
  }

  /** Shows a part of the view that is open, and says so in the address. */
  private go(part: string): void {
    if (this.shown) {
      this.shown.part = part;
      history.replaceState(null, "", write_route(this.shown));
    }
    const place = document.getElementById(part);
    if (place instanceof HTMLDetailsElement) place.open = true;
    place?.scrollIntoView({ block: "start" });
    place?.focus({ preventScroll: true });
  }

  private language_choices(route: Route): HTMLElement {
    const link = (language: Language): HTMLElement =>
      h(
        "a",
        {
          href: write_route({ ...route, language }),
          lang: language,
          hreflang: language,
          "aria-current": language === route.language ? "true" : null,
          onclick: (event: Event) => {
            event.preventDefault();
            location.hash = write_route({ ...(this.shown ?? route), language });
          },
        },
        tables[language].language_name,
      );
    return h("nav", { class: "languages", "aria-label": t("language") }, languages.map(link));
  }

  private chrome(route: Route): void {
    const page = "page" in this.read ? this.read.page : null;
    const home = page?.programme ? h("a", { class: "home", href: write_route({ ...route, kind: "overview", id: "", part: "", options: {} }) }, t("home")) : h("span", { class: "home" }, "Proeftuin");
    const print = h("button", { type: "button", class: "plain", onclick: () => window.print() }, t("print"));
    refill(this.top, home, h("div", { class: "right" }, this.language_choices(route), print));
    document.getElementById("skip")!.textContent = t("skip");
    const from = page?.programme?.provenance ?? Object.values(page?.cases ?? {})[0]?.provenance;
    refill(this.foot, h("p", {}, say("made_by", { version: String(from?.["version"] ?? "") })));
  }

  private content(route: Route): Child {
    if ("refusal" in this.read) return h("p", { class: "headline" }, this.read.refusal());
    const { programme } = this.read.page;
    const state = new ViewState(route);
    const go = (part: string): void => this.go(part);
    const only = this.models.size === 1 ? [...this.models.values()][0] : undefined;
    if (route.kind === "commitment") {
      const commitment = programme?.commitments.find((one) => one.id === route.id);
      if (commitment) return commitment_view(commitment, programme, this.models.get(commitment.case ?? "") ?? null, state, go);
      return h("p", { class: "headline" }, say("no_commitment", { id: route.id }));
    }
    const model = route.kind === "case" ? this.models.get(route.id) : programme ? undefined : only;
    if (model) return case_view(model, state, go);
    if (route.kind === "case") return h("p", { class: "headline" }, say("no_commitment", { id: route.id }));
    if (programme) return overview_view({ programme, models: this.models, state });
    return h("ul", {}, [...this.models.values()].map((one) => h("li", {}, h("a", { href: write_route({ ...route, kind: "case", id: one.name }) }, one.title))));
  }

  private show(): void {
    const route = this.route();
    const before = this.shown;
    const same = before !== null && before.kind === route.kind && before.id === route.id;
    set_language(route.language as Language);
    document.documentElement.lang = route.language;
    this.shown = route;
    this.chrome(route);
    const height = window.scrollY;
    refill(this.main, this.content(route));
    document.title = [this.main.querySelector("h1")?.textContent, "Proeftuin"].filter(Boolean).join(" · ");
    if (same) window.scrollTo(0, height);
    else if (route.part) document.getElementById(route.part)?.scrollIntoView();
    else if (before !== null) {
      window.scrollTo(0, 0);
      this.main.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    }
  }
}

new App(read());
document.documentElement.dataset["ready"] = "true";
