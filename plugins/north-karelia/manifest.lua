-- North Karelia: since 2025 one employment area of 13 municipalities. In the municipal pilot of
-- 1.3.2021–31.12.2024 were Joensuu, Outokumpu, Liperi, Polvijärvi and Kontiolahti. One rule of its own: the
-- municipal supplement as it began in 2018. Towns have terms of their own (plugins joensuu, liperi).
-- Data only.
return {
  id = "north-karelia",
  version = "1.0.0",
  api = 1,
  level = "region",
  extends = { finland = ">=1.0 <2" },
  title = {
    fi = "Pohjois-Karjalan työllisyysalue",
    sv = "Norra Karelens sysselsättningsområde",
    en = "North Karelia employment area",
  },
  sources = {
    ["supplement-2018"] = {
      title = "Karjalainen: työllistämisen kuntalisä Pohjois-Karjalassa, helmikuu 2018",
      url = "https://www.karjalainen.fi",
      year = 2018,
    },
    ["minutes-2023"] = {
      title = "Joensuun kaupunki, pöytäkirja 21.11.2023 § 72",
      url = "https://dynastyjulkaisu.pohjoiskarjala.net/joensuu",
      year = 2023,
    },
    ["1269-2020"] = {
      title = "Laki työllisyyden edistämisen kuntakokeilusta 1269/2020",
      url = "https://www.finlex.fi/fi/laki/alkup/2020/20201269",
      year = 2020,
    },
  },
  checked = "2026-11-21",
}
