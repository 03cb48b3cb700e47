/* How the page looks: calm, on white, for a screen, a phone and A4. Text stands in one column that
 * can be read; pictures of the path may be wider. On paper nothing scrolls, nothing is cut, and the
 * path has sheets of its own, which lie on their side. */
#include "draw/report/story.h"

const char *const pk_page_style[] = {
    ":root{color-scheme:light;--ink:#1a1a1a;--soft:#4a4a4a;--line:#d3d7e0;--teal:#005a5b;"
    "--tint:#e8f3f1;--head:#16233f}\n",
    "*{box-sizing:border-box}\n",
    "body{margin:0;padding:0 clamp(1rem,4vw,3rem) 4rem;background:#fff;color:var(--ink);"
    "font:1.0625rem/1.6 Lato,\"Segoe UI\",system-ui,sans-serif}\n",
    "header,nav,main,footer{max-width:46rem;margin-left:auto;margin-right:auto}\n",
    "header{padding-top:clamp(2rem,6vw,4.5rem)}\n",
    ".kicker{margin:0 0 .6rem;color:var(--teal);font-weight:bold;letter-spacing:.08em;"
    "text-transform:uppercase;font-size:.82rem}\n",
    "h1{font-size:clamp(1.8rem,1.2rem + 2.6vw,2.9rem);line-height:1.15;margin:0;"
    "text-wrap:balance;overflow-wrap:break-word;color:var(--head)}\n",
    ".about{font-size:1.15rem;color:var(--soft);margin:.8rem 0 0}\n",
    ".question{font-size:1.3rem;line-height:1.4;margin:1.4rem 0 0;padding-left:1rem;"
    "border-left:4px solid var(--teal)}\n",
    "nav{margin-top:2.2rem;padding:.9rem 0;border-top:1px solid var(--line);"
    "border-bottom:1px solid var(--line)}\n",
    "nav ol{margin:0;padding:0;list-style:none;columns:14rem;column-gap:2.5rem}\n",
    "nav li{margin:0;padding:.25rem 0;break-inside:avoid}\n",
    "a{color:var(--teal)}a:focus-visible,.scroll:focus-visible{outline:3px solid #2b7bd9;"
    "outline-offset:2px}\n",
    "nav a{text-decoration:none}nav a:hover{text-decoration:underline}\n",
    ".jump{position:absolute;left:-99rem}.jump:focus{left:1rem;top:1rem;padding:.5rem 1rem;"
    "background:#fff;z-index:1}\n",
    "section{margin-top:3.6rem}\n",
    "h2{font-size:1.65rem;line-height:1.25;margin:0 0 .9rem;color:var(--head)}\n",
    "h3{font-size:1.12rem;line-height:1.35;margin:2rem 0 .4rem}\n",
    "p,ul,ol{margin:.7rem 0}ul,ol{padding-left:1.3rem}li{margin:.3rem 0}\n",
    "p,li,td,th,figcaption{overflow-wrap:break-word}\n",
    ".lead{font-size:1.45rem;line-height:1.4;margin:.4rem 0 1rem;text-wrap:pretty}\n",
    ".strong{font-weight:bold}.note,figcaption{color:var(--soft);font-size:.94rem}\n",
    ".box{background:var(--tint);border-left:4px solid var(--teal);padding:1rem 1.2rem}\n",
    /* charts */
    "figure{margin:1.8rem 0 .6rem}figcaption{margin-top:.6rem}\n",
    "figure svg{display:block;max-width:100%;height:auto}\n", ".paper{display:none}\n",
    ".panels .scroll{display:grid;grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr));"
    "gap:1.1rem 1.4rem}.panels svg{width:100%}\n",
    ".wide text{font-family:Lato,sans-serif}.wide{position:relative;width:min(calc(100vw - "
    "4rem),88rem);left:50%;"
    "transform:translateX(-50%)}.wide .screen svg{margin:0 auto}\n",
    ".scroll{overflow-x:auto}\n",
    /* tables */
    "table{border-collapse:collapse;width:100%;margin:1.2rem 0 .4rem;font-size:.95rem;"
    "line-height:1.4}\n",
    "caption{text-align:left;font-weight:bold;padding-bottom:.4rem}\n",
    "th,td{text-align:left;vertical-align:top;padding:.42rem .9rem .42rem 0;font-weight:normal;"
    "border-bottom:1px solid var(--line)}\n",
    "thead th{color:var(--soft);font-size:.88rem;vertical-align:bottom;"
    "border-bottom:1.5px solid var(--head)}\n",
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n",
    "thead .n{white-space:normal}\n", "th:last-child,td:last-child{padding-right:.2rem}\n",
    ".sources li{margin:.5rem 0}.url,code{overflow-wrap:anywhere}\n",
    "#table-time th:first-child,#table-capacities td:last-child{white-space:nowrap}"
    "#table-assumptions td:nth-child(3),#table-known_numbers td:nth-child(3){white-space:nowrap}\n",
    ".many{font-size:.86rem}.many td,.many th{padding-right:.6rem}\n",
    /* a table of many columns goes over the edges of the text, where there is room */
    "@media screen and (min-width:70rem){.scroll:has(td:nth-child(8)){position:relative;left:50%;"
    "width:min(calc(100vw - 4rem),76rem);transform:translateX(-50%)}}\n",
    "#table-inputs td{overflow-wrap:anywhere;font-size:.82rem}\n",
    "footer{margin-top:4rem;color:var(--soft);font-size:.9rem;border-top:1px solid "
    "var(--line)}\n",
    /* phones */
    "@media screen and (max-width:46rem){body{font-size:1rem}.chart svg{min-width:40rem}"
    ".wide{width:100%;left:0;transform:none}.wide .screen "
    "svg{max-width:none;width:auto;height:38rem}"
    ".lead{font-size:1.22rem}th,td{padding-right:.7rem}}\n",
    /* paper */
    "@page{size:A4;margin:17mm 18mm 19mm;@bottom-right{content:counter(page);"
    "font:9pt Lato,sans-serif;color:#4a4a4a}}\n",
    /* the margins of a sheet (draw/scene.h): wider ones would print its text below eight points */
    "@page wide{size:A4 landscape;margin:7mm;@bottom-right{content:none}}\n",
    "@media print{html{font-size:10pt}body{padding:0;font-size:10.5pt;line-height:1.45;"
    "-webkit-print-color-adjust:exact;print-color-adjust:exact}\n",
    "header,nav,main,footer{max-width:none}header{padding-top:0}.jump{display:none}\n",
    "a{color:inherit;text-decoration:none}.scroll{overflow:visible}section{margin-top:9mm}\n",
    "h2,h3,caption,thead{break-after:avoid}tbody "
    "tr:first-child{break-before:avoid}tr,li,figure,.box,.panels svg{break-inside:avoid}\n",
    "p{orphans:3;widows:3}thead{display:table-header-group}table{font-size:9pt}.many{font-size:8pt}"
    "\n",
    ".panels .scroll{grid-template-columns:repeat(3,1fr)}\n",
    ".wide{page:wide;width:100%;left:0;transform:none;margin:0}\n",
    ".wide .screen,.wide figcaption{display:none}.wide .paper{display:block}\n",
    ".sheets svg,.wide .paper svg{width:100%;max-width:100%;max-height:195mm;margin:0 "
    "auto;break-inside:avoid}\n",
    ".sheets svg+svg,.wide .paper svg+svg{break-before:page}}\n", NULL};
