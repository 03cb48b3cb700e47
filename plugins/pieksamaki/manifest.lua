-- Pieksämäki, an employment area of its own since 2025; it had no part in the municipal pilot. No local
-- rule was found, so the state level answers. Data only.
return {
  id = "pieksamaki",
  version = "1.0.0",
  api = 1,
  level = "region",
  extends = { finland = ">=1.0 <2" },
  title = {
    fi = "Pieksämäen työllisyysalue",
    sv = "Pieksämäki sysselsättningsområde",
    en = "Pieksämäki employment area",
  },
  sources = {
    ["etela-savo-2025"] = {
      title = "Etelä-Savon työllisyyskatsaus, maaliskuu 2025",
      url = "https://www.sttinfo.fi/tiedote/71097474",
      year = 2025,
    },
  },
  checked = "2026-11-21",
}
