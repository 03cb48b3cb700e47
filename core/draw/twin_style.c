/* How the HTML twin looks: on a phone, on a wall, in a dark room and on paper.
 *
 * Colours are the picture's own. Tables scroll within their region, whose first column stays; on
 * paper nothing scrolls. */
#include "draw/twin_html.h"

static const char *const light =
    "--paper:#fff;--ink:#1a1a1a;--soft:#4a4a4a;--line:#d3d7e0;--head:#16233f;--on-head:#fff;"
    "--teal:#005a5b;--on-teal:#fff;--tint:#e8f3f1;--tint-line:#b9d8d4;--gap:#9c1c00;--box:#e9ecf2;"
    "--full:#b45309;--link:#0b4f9e;--teal-ink:#005a5b;--gone:#6b7280;--tinted:#fff5e6";

static const char *const dark =
    "--paper:#12161f;--ink:#eceef3;--soft:#b9bfcd;--line:#353d4e;--head:#2c3d63;--on-head:#fff;"
    "--teal:#0b6e6b;--on-teal:#fff;--tint:#14262a;--tint-line:#2b4a4c;--gap:#ffb39e;--box:#262d3b;"
    "--full:#f0b46c;--link:#8fc0ff;--teal-ink:#7fd1c9;--gone:#9aa1af;--tinted:#221a10";

static const char *const grey =
    "--paper:#fff;--ink:#1a1a1a;--soft:#4a4a4a;--line:#d0d0d0;--head:#262626;--on-head:#fff;"
    "--teal:#484848;--on-teal:#fff;--tint:#f0f0f0;--tint-line:#c8c8c8;--gap:#1a1a1a;--box:#ececec;"
    "--full:#1a1a1a;--link:#1a1a1a;--teal-ink:#1a1a1a;--gone:#5e5e5e;--tinted:#f7f7f7";

static const char *const rules[] = {
    "*{box-sizing:border-box}\n",
    "body{margin:0 auto;max-width:119rem;padding:2rem clamp(1rem,2.2vw,2.2rem) 3rem;"
    "background:var(--paper);color:var(--ink);"
    "font:1rem/1.5 Lato,\"Segoe UI\",system-ui,sans-serif}\n",
    "h1{font-size:clamp(1.5rem,1.1rem + 1.6vw,2.3rem);line-height:1.2;margin:0 0 .3rem;"
    "text-wrap:balance;overflow-wrap:break-word}\n",
    "h2{font-size:1.3rem;line-height:1.3;margin:2.6rem 0 .7rem}\n",
    "h3{font-size:1.05rem;margin:1.4rem 0 .3rem}\n", "p,ul,ol,dl{margin:.5rem 0}\n",
    "p,.points,.gaps,.sources{max-width:46rem}\n",
    "small{font-size:max(.85em,.76rem);color:var(--soft)}\n", "a{color:var(--link)}\n",
    ".about{font-size:1.1rem;color:var(--soft)}\n", ".strong{font-weight:bold}\n",
    ".facts{display:flex;flex-wrap:wrap;gap:.5rem;padding:0;margin:1rem 0 0;list-style:none}\n",
    ".facts li{padding:.25rem .8rem;border-radius:1rem;background:var(--box);font-weight:bold}\n",
    ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap}\n",
    /* tables */
    ".scroll{position:relative;overflow-x:auto;border:1px solid var(--line);border-radius:.5rem}\n",
    ".scroll:focus-visible,a:focus-visible{outline:3px solid #2b7bd9;outline-offset:2px}\n",
    "table{border-collapse:separate;border-spacing:0;width:100%}\n",
    "caption{text-align:left;color:var(--soft);padding:.6rem 0}\n",
    "caption span{display:inline-block;position:sticky;left:.8rem;margin-left:.8rem;"
    "max-width:calc(100vw - 4.5rem)}\n",
    "th,td{text-align:left;vertical-align:top;padding:.55rem .8rem;overflow-wrap:break-word}\n",
    "th small,.map td span{display:block;font-weight:normal}\n", ".list{font-size:.94rem}\n",
    ".outcomes{max-width:46rem}\n", ".list td,.list th{border-top:1px solid var(--line)}\n",
    ".list thead th{border-top:1px solid var(--line);background:var(--box);white-space:nowrap}\n",
    ".list th[scope=row]{font-weight:bold;min-width:8rem}\n",
    ".list td:last-child{min-width:14rem;color:var(--soft)}\n",
    ".list .number:last-child{min-width:0}\n",
    ".number{white-space:nowrap;font-variant-numeric:tabular-nums;color:var(--ink)!important}\n",
    ".list thead th{position:sticky;top:0}\n",
    /* stages and roles */
    ".map{table-layout:fixed;font-size:.92rem;line-height:1.35}\n",
    ".map th,.map td{padding:.5rem}\n",
    ".map thead th{width:8.8rem;background:var(--head);color:var(--on-head);"
    "border-left:1px solid var(--paper)}\n",
    ".map thead th small{color:inherit;margin-top:.2rem}\n",
    ".map thead th b{font-size:1.15em;margin-right:.15em}\n",
    ".map thead th:first-child,.map th[scope=row]{width:8.5rem;position:sticky;left:0;z-index:1}\n",
    ".map thead th:first-child{border-left:0}\n",
    ".map thead .final{background:var(--paper);color:var(--ink);border:2px solid var(--head)}\n",
    ".map thead .muted{background:var(--box);color:var(--ink);font-weight:normal}\n",
    ".full{font-weight:bold!important;border-left:.3rem solid var(--full);padding-left:.35rem}\n",
    ".map th[scope=row]{background:var(--paper);border-right:1px solid var(--line)}\n",
    ".map tr>*{border-top:1px solid var(--line)}\n",
    ".third tr>*{background:var(--tint)!important;border-color:var(--tint-line)!important}\n",
    ".band th{color:var(--teal-ink);font-size:1.05rem;border-top:3px solid "
    "var(--teal)!important}\n",
    ".band th>span{position:sticky;left:.5rem}\n",
    ".map td ul{list-style:none;margin:0;padding:0;display:grid;gap:.3rem}\n",
    ".map td li{padding:.3rem .55rem;border-radius:.25rem;background:var(--box);"
    "border:1px solid transparent;overflow-wrap:anywhere;hyphens:manual}\n",
    ".map .sectors td li{border-color:var(--line)}\n",
    ".map .third td li{background:var(--teal);color:var(--on-teal);border-radius:.7rem}\n",
    ".map .third td li.gap{background:var(--paper);color:var(--gap);"
    "border:2px dashed var(--gap);border-radius:.25rem}\n",
    ".map td li>span[aria-hidden]{display:inline}\n", ".none{color:var(--soft)}\n",
    ".map .none span{display:inline}\n", ".map tfoot tr>*{border-top:3px solid var(--teal)}\n",
    ".map .squares{display:flex;gap:.2rem;margin-bottom:.2rem}\n",
    ".squares i{width:.9rem;height:.9rem;border:1.5px dashed var(--gap)}\n",
    ".squares .on{background:var(--teal);border:1.5px solid var(--teal)}\n",
    /* comparisons */
    ".map .muted,.map .added,.map .removed,.map .changed{font-weight:normal}\n",
    ".map thead .added,.map thead .removed,.map thead .changed{background:var(--paper);"
    "color:var(--ink)}\n",
    ".map td li.same{background:var(--box)!important;color:var(--ink)!important}\n",
    ".map thead .added,.map td li.added{border:3px solid var(--link)!important;"
    "background:var(--paper)!important;color:var(--ink)!important}\n",
    ".map thead .removed,.map td li.removed{border:2px dashed var(--gone)!important;"
    "background:var(--paper)!important;color:var(--gone)!important}\n",
    ".map thead .changed,.map td li.changed{border:2px solid var(--full)!important;"
    "background:var(--tinted)!important;color:var(--ink)!important}\n",
    ".fate{display:inline-block!important;min-width:1.25em;text-align:center;font-weight:bold;"
    "background:var(--ink);color:var(--paper)}\n",
    ".added>.fate{background:var(--link)}.removed>.fate{background:var(--gone)}"
    ".changed>.fate{background:var(--full)}\n",
    ".observed>*{border:1px dashed var(--ink)!important}\n",
    /* below the tables */
    ".headline{font-size:1.25rem;font-weight:bold}\n",
    ".gaps{list-style:none;padding:0;display:grid;gap:.6rem}\n",
    ".gaps li{padding:.6rem .9rem;border:2px dashed var(--gap);border-radius:.25rem}\n",
    ".gaps b{color:var(--gap)}\n", ".gaps span,.gaps small{display:block}\n",
    ".under{list-style:none;margin-left:1.2rem}\n",
    ".columns{display:flex;flex-wrap:wrap;gap:1rem 4rem}\n", ".plain{list-style:none;padding:0}\n",
    ".sign{display:inline-block;width:1.6em;text-align:center}\n",
    "dl{display:grid;grid-template-columns:auto 1fr;gap:.15rem 1.2rem;max-width:40rem}\n",
    "dt{font-weight:bold}\n", "dd{margin:0}\n",
    "footer{margin-top:3rem;color:var(--soft);font-size:.85rem}\n",
    /* small screens, paper */
    "@media(max-width:40rem){.map thead th:first-child,.map th[scope=row]{width:6.6rem;"
    "font-size:.86rem}"
    "dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}\n",
    "@page{size:A4 landscape;margin:12mm}\n",
    "@media print{html{font-size:9.5pt}body{padding:0;max-width:none;"
    "-webkit-print-color-adjust:exact;print-color-adjust:exact}small{font-size:.85em}"
    ".scroll{overflow:visible;border:0}.map{font-size:.85rem}"
    ".map th,.map td{padding:.3rem;width:auto!important;overflow-wrap:anywhere}"
    ".map td li{padding:.15rem .35rem}tfoot{display:table-row-group}"
    ".list thead th,.map th{position:static!important}tr,li,h2{break-inside:avoid}"
    "h2{break-after:avoid}}\n"};

void pk_html_style(pk_html *html) {
  pk_text_addf(html->out,
               "<style>\n:root{color-scheme:light dark;%s}\n"
               "@media screen and (prefers-color-scheme:dark){:root{%s}}\n"
               "@media screen{.dark:root{color-scheme:dark;%s}}\n"
               ".grey:root{color-scheme:light;%s}\n",
               light, dark, dark, grey);
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
    pk_html_raw(html, rules[i]);
  pk_html_raw(html, "</style>\n");
}
